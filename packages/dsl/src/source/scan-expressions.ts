import { expressionEnd } from "./expression-end.ts";
import type { RawFinding } from "./raw-finding.ts";

// YAML cuts a plain text at ": " and " #", in flow collections at braces and commas, and takes a leading "!" or "*"
// for a tag or an alias. An expression that is cut so gives a puzzling error of the parser, or parses silently as
// something else. What was meant is plain from the source, so it is said here, before the parser speaks.

/** One lexeme with its place. `type` is that of `yaml`, and `text` for the text of a scalar. */
export interface Lexeme {
  readonly type: string;
  readonly source: string;
  readonly at: number;
}

/** Looks at the lexemes of a text in order; answers with a finding where an expression is cut. */
export type ExpressionScan = (lexeme: Lexeme) => RawFinding | undefined;

/** A scan that begins at the start of a text. */
export function createExpressionScan(text: string): ExpressionScan {
  let flowDepth = 0;
  let isBlockText = false;
  // Inside an expression already reported, lexemes mean nothing.
  let silentUntil = 0;

  return (lexeme) => {
    const { type, source, at } = lexeme;
    if (type === "flow-map-start" || type === "flow-seq-start") flowDepth += 1;
    if (type === "flow-map-end" || type === "flow-seq-end") flowDepth = Math.max(0, flowDepth - 1);
    if (type === "doc-mode" || type === "flow-error-end") flowDepth = 0;
    if (type === "block-scalar-header") isBlockText = true;
    if (type !== "text" && !isMark(type)) return undefined;

    const isPlain = type !== "text" || !isBlockText;
    if (type === "text") isBlockText = false;
    if (!isPlain || at < silentUntil) return undefined;

    const finding = isMark(type) ? cutByMark(text, at) : cutText(text, { source, at, inFlow: flowDepth > 0 });
    if (finding !== undefined) silentUntil = finding.end;
    return finding;
  };
}

function isMark(type: string): boolean {
  return type === "tag" || type === "alias" || type === "anchor";
}

const MARKED = /[!*&][ \t]*\$\{/y;

function cutByMark(text: string, at: number): RawFinding | undefined {
  MARKED.lastIndex = at;
  const match = MARKED.exec(text);
  if (match === null) return undefined;

  return quoteOrClose(text, { at, open: at + match[0].length - 2, from: at + match[0].length, why: `begins with "${text[at]}"` });
}

interface PlainText {
  readonly source: string;
  readonly at: number;
  readonly inFlow: boolean;
}

function cutText(text: string, { source, at, inFlow }: PlainText): RawFinding | undefined {
  const end = at + source.length;
  if (inFlow) {
    if (!source.endsWith("$") || text[end] !== "{" || source.endsWith("$$")) return undefined;
    return quoteOrClose(text, { at: end - 1, open: end - 1, from: end + 1, why: "stands in a list or object in braces" });
  }

  const open = unclosedIn(source);
  if (open === -1) return undefined;

  const next = text.slice(end, end + 80).trimStart()[0];
  const why = next === "#" ? 'holds " #", which begins a comment' : 'holds ": ", which YAML takes for a key';
  return quoteOrClose(text, { at: at + open, open: at + open, from: end, why });
}

function unclosedIn(source: string): number {
  let at = source.indexOf("${");
  while (at !== -1) {
    if (source[at - 1] !== "$") {
      const end = expressionEnd(source, at + 2, source.length);
      if (end === -1) return at;
      at = end;
    }
    at = source.indexOf("${", at + 1);
  }
  return -1;
}

interface Cut {
  readonly at: number;
  readonly open: number;
  readonly from: number;
  readonly why: string;
}

// If the brace is closed on the line where YAML cut the text, quotes are what is missing; else the brace is.
function quoteOrClose(text: string, { at, open, from, why }: Cut): RawFinding {
  const lineEnd = text.indexOf("\n", from);
  const limit = lineEnd === -1 ? text.length : lineEnd;
  const close = expressionEnd(text, open + 2, limit);
  if (close === -1) {
    return { code: "UNCLOSED_EXPRESSION", start: open, end: Math.max(open + 2, limit), message: 'The "${" is not closed on its line.' };
  }
  return { code: "QUOTE_EXPRESSION", start: at, end: close + 1, message: `The expression ${why}: quote it.` };
}
