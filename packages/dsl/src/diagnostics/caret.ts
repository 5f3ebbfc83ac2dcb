import type { Span } from "./diagnostic.ts";
import { linesOf, lineText } from "./lines.ts";

// Longer lines are cut around the caret, so that a one-line JSON document stays readable.
const WIDTH_MAX = 140;

/**
 * The line of a span with carets below it, and the line before it for orientation:
 *
 *     14 │     next: charge-crad
 *        │           ^^^^^^^^^^^
 */
export function caretOf(text: string, span: Span): string {
  const lines = linesOf(text);
  const gutter = String(span.line).length + 3;
  const shown = window(lineText(lines, span.line - 1), span);
  const before = span.line > 1 ? lineText(lines, span.line - 2) : "";
  const rows = [`${String(span.line).padStart(gutter)} │ ${shown.text}`, `${" ".repeat(gutter)} │ ${shown.carets}`];
  if (before.trim() !== "" && before.length <= WIDTH_MAX) rows.unshift(`${String(span.line - 1).padStart(gutter)} │ ${visible(before)}`);

  return rows.join("\n");
}

function window(line: string, span: Span): { readonly text: string; readonly carets: string } {
  const last = span.endLine === span.line ? span.endColumn : line.length + 1;
  const from = span.column > WIDTH_MAX - 40 ? span.column - 41 : 0;
  const text = line.slice(from, from + WIDTH_MAX);
  const length = Math.max(1, Math.min(last - span.column, text.length - (span.column - 1 - from)));

  return {
    text: `${from > 0 ? "…" : ""}${visible(text)}`,
    carets: `${" ".repeat(span.column - 1 - from + (from > 0 ? 1 : 0))}${"^".repeat(length)}`,
  };
}

// Line and direction signs, and what steers a terminal: each is one code unit long.
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\ufeff\u202a-\u202e\u2066-\u2069]/gu;

// One column for one code unit, so that the caret stands below what it means; a tab is one blank.
function visible(text: string): string {
  return text.replace(UNSEEN, " ");
}
