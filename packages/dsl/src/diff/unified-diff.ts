import { type DiffLine, diffLines } from "./diff-lines.ts";

/** A stretch of changed lines with the lines around it; line numbers from 1. */
export interface Hunk {
  readonly fromLine: number;
  readonly fromCount: number;
  readonly toLine: number;
  readonly toCount: number;
  readonly lines: readonly DiffLine[];
}

/** Lines shown around a change. */
const CONTEXT = 3;

/** The differences of two texts in hunks, as in a unified diff; none when the lines are the same. */
export function diffTexts(from: string, to: string): readonly Hunk[] {
  const lines = diffLines(from, to);
  let [at, old, young] = [0, 0, 0];

  return stretchesOf(lines).map(([start, end]) => {
    const shown = lines.slice(start, end);
    const fromCount = shown.filter(({ kind }) => kind !== "added").length;
    const toCount = shown.filter(({ kind }) => kind !== "removed").length;
    // Between two stretches every line is the same.
    const [oldBefore, youngBefore] = [old + start - at, young + start - at];
    [at, old, young] = [end, oldBefore + fromCount, youngBefore + toCount];
    // A side without lines names the line before it.
    return {
      fromLine: oldBefore + Number(fromCount > 0),
      fromCount,
      toLine: youngBefore + Number(toCount > 0),
      toCount,
      lines: shown,
    };
  });
}

function stretchesOf(lines: readonly DiffLine[]): readonly (readonly [number, number])[] {
  const stretches: [number, number][] = [];
  for (const [index, { kind }] of lines.entries()) {
    if (kind === "same") continue;
    const [start, end] = [Math.max(0, index - CONTEXT), Math.min(lines.length, index + CONTEXT + 1)];
    const last = stretches.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else stretches.push([start, end]);
  }
  return stretches;
}
