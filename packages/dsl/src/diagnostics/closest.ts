// A document may be written to make suggestions expensive: thousands of unknown names, each near to thousands of known
// ones. Three bounds keep that cheap: the length of words, the number of candidates, and the number of edits, beyond
// which a row of the table is not finished.
const LENGTH_MAX = 64;
const CANDIDATES_MAX = 500;
const EDITS_MAX = 3;

/** The candidate a mistyped word most likely means, or undefined when none is near enough. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > LENGTH_MAX) return undefined;

  const lowered = word.toLowerCase();
  let best: string | undefined;
  let limit = Math.min(Math.floor(Math.max(word.length, 3) / 3), EDITS_MAX);
  let looked = 0;
  for (const candidate of candidates) {
    looked += 1;
    if (looked > CANDIDATES_MAX || limit < 0) break;
    if (Math.abs(candidate.length - word.length) > limit) continue;

    const distance = trimmedDistance(lowered, candidate.toLowerCase(), limit);
    if (distance <= limit) {
      best = candidate;
      limit = distance - 1;
    }
  }
  return best;
}

// What two words begin and end with alike costs nothing, and is most of them where comparing takes longest.
function trimmedDistance(left: string, right: string, limit: number): number {
  const shorter = Math.min(left.length, right.length);
  let begin = 0;
  while (begin < shorter && left[begin] === right[begin]) begin += 1;
  let end = 0;
  while (end < shorter - begin && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;

  return editDistance(left.slice(begin, left.length - end), right.slice(begin, right.length - end), limit);
}

// Insertions, deletions, replacements, and swaps of neighbours, each of cost one. Only the band of cells that can
// still be within the limit is filled; a cell that is missing is beyond it.
function editDistance(left: string, right: string, limit: number): number {
  let older: readonly number[] = [];
  let previous: readonly number[] = [0, 1, 2, 3].slice(0, right.length + 1);
  for (let row = 1; row <= left.length; row += 1) {
    const current = rowOf({ left, right, row, limit, previous, older });
    if (Math.min(...current) > limit) return limit + 1;
    older = previous;
    previous = current;
  }
  return cellOf(previous, right.length, limit);
}

function cellOf(row: readonly number[], column: number, limit: number): number {
  return row[column] ?? limit + 1;
}

interface Row {
  readonly left: string;
  readonly right: string;
  readonly row: number;
  readonly limit: number;
  readonly previous: readonly number[];
  readonly older: readonly number[];
}

function rowOf({ left, right, row, limit, previous, older }: Row): readonly number[] {
  const last = Math.min(right.length, row + limit);
  const current = new Array<number>(last + 1).fill(limit + 1);
  if (row <= limit) current[0] = row;
  for (let column = Math.max(1, row - limit); column <= last; column += 1) {
    const same = left[row - 1] === right[column - 1];
    const edited = Math.min(
      cellOf(previous, column, limit) + 1,
      cellOf(current, column - 1, limit) + 1,
      cellOf(previous, column - 1, limit) + (same ? 0 : 1),
    );
    const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
    current[column] = swapped ? Math.min(edited, cellOf(older, column - 2, limit) + 1) : edited;
  }
  return current;
}
