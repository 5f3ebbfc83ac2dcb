import type { Span } from "./diagnostic.ts";

/** The line starts of a text, found once, asked often. */
export interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
}

/** Finds where the lines of a text begin. A carriage return belongs to the line it ends. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);

  return { text, starts };
}

/** The span between two offsets; both are kept inside the text. */
export function spanBetween(lines: Lines, from: number, to: number): Span {
  const start = Math.min(Math.max(from, 0), lines.text.length);
  const end = Math.min(Math.max(to, start), lines.text.length);
  const first = lineIndexAt(lines, start);
  const last = lineIndexAt(lines, end);

  return {
    start,
    end,
    line: first + 1,
    column: start - startOf(lines, first) + 1,
    endLine: last + 1,
    endColumn: end - startOf(lines, last) + 1,
  };
}

/** The text of a line (from 0) without its line break. */
export function lineText(lines: Lines, index: number): string {
  return lines.text.slice(startOf(lines, index), startOf(lines, index + 1) - 1).replace(/\r$/, "");
}

// Behind the last line another one would begin, one character behind the end of the text.
function startOf({ text, starts }: Lines, index: number): number {
  return starts[index] ?? text.length + 1;
}

function lineIndexAt(lines: Lines, offset: number): number {
  let low = 0;
  let high = lines.starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (startOf(lines, middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
