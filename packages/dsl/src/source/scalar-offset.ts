import type { TreeNode } from "./tree.ts";

/**
 * Where a character of a text value stands in the source. The value and its source are walked side by side:
 * escapes count as what they mean, folded and indented white space as what is left of it. Undefined: not a text.
 */
export function sourceOffset(source: string, node: TreeNode, target: number): number | undefined {
  if (typeof node.value !== "string") return undefined;

  const value = node.value;
  let at = beginOf(source, node);
  for (let index = 0; index <= target && at < node.end; index += 1) {
    const wanted = value[index];
    if (wanted === undefined) return undefined;

    const step = stepAt(source, { at, end: node.end, wanted, style: node.style });
    if (index === target) return step.at;
    at = step.next;
    // An escape such as \U0001F600 stands for two code units; \ud83d for one.
    if (step.next - step.at === ESCAPE_LENGTHS.U && isHighSurrogate(wanted)) index += 1;
  }
  return undefined;
}

function beginOf(source: string, node: TreeNode): number {
  if (node.style === "plain") return node.start;
  if (node.style !== "block") return node.start + 1;

  return source.indexOf("\n", node.start) + 1;
}

interface Position {
  readonly at: number;
  readonly end: number;
  readonly wanted: string;
  readonly style: TreeNode["style"];
}

function stepAt(source: string, { at, end, wanted, style }: Position): { readonly at: number; readonly next: number } {
  if (isBlank(wanted) && source[at] !== "\\") return { at, next: source[at] === wanted || source[at] === "\n" ? at + 1 : at };

  const from = isBlank(wanted) ? at : skipBlank(source, at, { end, style });
  if (style === "double" && source[from] === "\\") return { at: from, next: from + escapeLength(source.charAt(from + 1)) };
  if (style === "single" && source.startsWith("''", from)) return { at: from, next: from + 2 };

  return { at: from, next: from + 1 };
}

function skipBlank(source: string, from: number, { end, style }: { readonly end: number; readonly style: TreeNode["style"] }): number {
  let at = from;
  while (at < end) {
    if (isBlank(source.charAt(at))) at += 1;
    else if (style === "double" && source[at] === "\\" && source[at + 1] === "\n") at += 2;
    else break;
  }
  return at;
}

/** Of `\x41`, `\u0041` and `\U00000041`. */
const ESCAPE_LENGTHS = { x: 4, u: 6, U: 10 } as const;

function escapeLength(letter: string): number {
  return letter === "x" || letter === "u" || letter === "U" ? ESCAPE_LENGTHS[letter] : 2;
}

function isBlank(character: string): boolean {
  return character === " " || character === "\n" || character === "\t" || character === "\r";
}

function isHighSurrogate(character: string): boolean {
  const code = character.charCodeAt(0);

  return code >= 0xd800 && code <= 0xdbff;
}
