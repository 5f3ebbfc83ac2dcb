// Words beyond this are no typing mistakes; the bound keeps the comparison cheap for hostile documents.
const LENGTH_MAX = 64;

/** The candidate a mistyped word most likely means, or undefined when none is near enough. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > LENGTH_MAX) return undefined;

  const lowered = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.floor(Math.max(word.length, 3) / 3) + 1;
  for (const candidate of candidates) {
    if (candidate.length > LENGTH_MAX || Math.abs(candidate.length - word.length) >= bestDistance) continue;

    const distance = editDistance(lowered, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

// Insertions, deletions, replacements, and swaps of neighbours, each of cost one.
function editDistance(left: string, right: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      current.push(cellOf({ left, right, row, column, current, previous, beforePrevious }));
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}

interface Cell {
  readonly left: string;
  readonly right: string;
  readonly row: number;
  readonly column: number;
  readonly current: readonly number[];
  readonly previous: readonly number[];
  readonly beforePrevious: readonly number[];
}

function cellOf({ left, right, row, column, current, previous, beforePrevious }: Cell): number {
  const same = left[row - 1] === right[column - 1];
  const edits = [(previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (previous[column - 1] ?? 0) + (same ? 0 : 1)];
  const swapped = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
  if (swapped) edits.push((beforePrevious[column - 2] ?? 0) + 1);

  return Math.min(...edits);
}
