import { findExpressionEnd } from "./syntax/lexer.ts";

/**
 * A stretch of a template. `source` is the expression without `${`, `}` and the white space around it,
 * and `text.slice(start, end) === source`.
 */
type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "expression"; readonly source: string; readonly start: number; readonly end: number };

/** Something in a template that is neither text nor an expression. Offsets are in the text of the template. */
interface TemplateProblem {
  readonly code: "UNCLOSED_EXPRESSION" | "UNCLOSED_STRING" | "EMPTY_EXPRESSION";
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A template in its parts, in order. After a problem the rest is text. */
export interface ParsedTemplate {
  readonly parts: readonly TemplatePart[];
  readonly problems: readonly TemplateProblem[];
}

/** Splits a text at its `${ … }`. `$${` is a literal `${`. */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  let literal = "";
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("${", at);
    if (open === -1) break;
    if (open > at && text[open - 1] === "$") {
      literal += `${text.slice(at, open - 1)}\${`;
      at = open + 2;
      continue;
    }

    const expression = readExpression(text, open);
    if (expression.problem !== null) {
      return { parts: withText(parts, literal + text.slice(at)), problems: [expression.problem] };
    }
    parts.push(...withText([], literal + text.slice(at, open)), expression.part);
    literal = "";
    at = expression.next;
  }

  return { parts: withText(parts, literal + text.slice(at)), problems: [] };
}

/** Whether a text is one expression and nothing else, white space around it aside. Such a text keeps the value's type. */
export function isSingleExpression(text: string): boolean {
  if (!text.includes("${")) return false;
  const { parts, problems } = parseTemplate(text.trim());

  return problems.length === 0 && parts.length === 1 && parts[0]?.kind === "expression";
}

type ReadExpression =
  | { readonly problem: null; readonly part: TemplatePart; readonly next: number }
  | { readonly problem: TemplateProblem };

function readExpression(text: string, open: number): ReadExpression {
  const end = findExpressionEnd(text, open + 2);
  if (end.kind === "unclosed") {
    return { problem: { code: "UNCLOSED_EXPRESSION", message: 'The "${" has no closing "}".', start: open, end: text.length } };
  }
  if (end.kind === "openString") {
    return {
      problem: { code: "UNCLOSED_STRING", message: "The string in this expression has no closing quote.", start: end.at, end: text.length },
    };
  }

  const inner = text.slice(open + 2, end.at);
  const source = inner.trim();
  if (source === "") {
    return { problem: { code: "EMPTY_EXPRESSION", message: 'There is no expression between "${" and "}".', start: open, end: end.at + 1 } };
  }
  const start = open + 2 + inner.indexOf(source);
  return { problem: null, part: { kind: "expression", source, start, end: start + source.length }, next: end.at + 1 };
}

function withText(parts: readonly TemplatePart[], text: string): TemplatePart[] {
  return text === "" ? [...parts] : [...parts, { kind: "text", text }];
}
