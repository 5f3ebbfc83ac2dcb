import { expressionEnd } from "../source/expression-end.ts";
import { createExpressionScan } from "../source/scan-expressions.ts";
import { lexemesOf } from "./lexemes.ts";
import { quotedText } from "./print/scalar-text.ts";

// One cut expression can hide the next: what follows it on its line is read wrongly until it is quoted.
const ROUNDS_MAX = 50;

/** Quotes values with an expression that YAML would cut. What cannot be quoted on its line is left to its diagnostic. */
export function quoteExpressions(text: string): string {
  let current = text;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const cuts = cutValues(current);
    if (cuts.length === 0) break;
    current = cuts.reduceRight(
      (whole, { start, end }) => whole.slice(0, start) + quotedText(whole.slice(start, end)) + whole.slice(end),
      current,
    );
  }
  return current;
}

interface Cut {
  readonly start: number;
  readonly end: number;
}

function cutValues(text: string): readonly Cut[] {
  const scan = createExpressionScan(text);
  const cuts: Cut[] = [];
  let flowDepth = 0;
  for (const lexeme of lexemesOf(text)) {
    const { type, at } = lexeme;
    flowDepth = depthAfter(type, flowDepth);
    const finding = scan(lexeme);
    if (finding?.code !== "QUOTE_EXPRESSION") continue;

    const end = valueEnd(text, finding.end, flowDepth > 0);
    if (!text.slice(at, end).includes("\n") && at >= (cuts.at(-1)?.end ?? 0)) cuts.push({ start: at, end });
  }
  return cuts;
}

function depthAfter(type: string, depth: number): number {
  if (type === "flow-map-start" || type === "flow-seq-start") return depth + 1;
  if (type === "flow-map-end" || type === "flow-seq-end") return Math.max(0, depth - 1);

  return type === "doc-mode" || type === "flow-error-end" ? 0 : depth;
}

// A value goes on behind its expression to where YAML would end a plain text; further expressions are part of it.
function valueEnd(text: string, from: number, isFlow: boolean): number {
  const lineEnd = text.indexOf("\n", from);
  const limit = lineEnd === -1 ? text.length : lineEnd;
  let at = from;
  while (at < limit) {
    const isComment = text[at] === "#" && /\s/.test(text.charAt(at - 1));
    if (isComment || (isFlow && /[,[\]{}]/.test(text.charAt(at)))) break;
    const close = text.startsWith("${", at) ? expressionEnd(text, at + 2, limit) : -1;
    at = close === -1 ? at + 1 : close + 1;
  }
  return from + text.slice(from, at).trimEnd().length;
}
