/** One line of a comparison. */
export interface DiffLine {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/**
 * The lines of two texts side by side in one list, with as few changes as possible (Myers, in linear space). Where two
 * stretches have little in common the least number is not looked for: they are told as removed and added.
 */
export function diffLines(from: string, to: string): readonly DiffLine[] {
  const before = linesOf(from);
  const after = linesOf(to);
  const kept = keptLines(before, after);

  let [old, young] = [0, 0];
  return [...kept, [before.length, after.length] as const].flatMap(([oldAt, youngAt]) => {
    const [removed, added, same] = [before.slice(old, oldAt), after.slice(young, youngAt), before.slice(oldAt, oldAt + 1)];
    [old, young] = [oldAt + 1, youngAt + 1];
    return [...linesAs("removed", removed), ...linesAs("added", added), ...linesAs("same", same)];
  });
}

function linesAs(kind: DiffLine["kind"], texts: readonly string[]): readonly DiffLine[] {
  return texts.map((text) => ({ kind, text }));
}

// A line break at the end ends the last line and begins no other.
function linesOf(text: string): readonly string[] {
  if (text === "") return [];

  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}

type Pair = readonly [number, number];

/** Lines `from` to `to` of one text and `start` to `end` of the other. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** Pairs of places whose lines are the same, rising in both. */
function keptLines(before: readonly string[], after: readonly string[]): readonly Pair[] {
  const kept: Pair[] = [];
  const open: Stretch[] = [{ from: 0, to: before.length, start: 0, end: after.length }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const stretch = withoutEnds(next, { before, after, kept });
    if (stretch.from === stretch.to || stretch.start === stretch.end) continue;

    const middle = middleOf(before, after, stretch);
    if (middle === null) continue;
    const [x, y] = middle;
    open.push({ ...stretch, to: x, end: y }, { ...stretch, from: x, start: y });
  }
  return kept.sort((left, right) => left[0] - right[0]);
}

interface Comparison {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly kept: Pair[];
}

// What is the same at the begin and at the end is kept at once.
function withoutEnds({ from, to, start, end }: Stretch, { before, after, kept }: Comparison): Stretch {
  let head = 0;
  const length = Math.min(to - from, end - start);
  for (; head < length && before[from + head] === after[start + head]; head += 1) kept.push([from + head, start + head]);

  let tail = 0;
  for (; tail < length - head && before[to - 1 - tail] === after[end - 1 - tail]; tail += 1) kept.push([to - 1 - tail, end - 1 - tail]);

  return { from: from + head, to: to - tail, start: start + head, end: end - tail };
}

// Steps of each of the two searches. A definition written from scratch has no small difference to be found.
const STEPS_MAX = 2000;

// Searches from both ends at once; where the two meet, a shortest way passes. Null: there is no short one.
function middleOf(before: readonly string[], after: readonly string[], { from, to, start, end }: Stretch): Pair | null {
  const [width, height] = [to - from, end - start];
  const delta = width - height;
  const isOdd = Math.abs(delta) % 2 === 1;
  const reach = Math.min(Math.ceil((width + height) / 2), STEPS_MAX);
  const forward = createSearch(reach, (x, y) => x < width && y < height && before[from + x] === after[start + y]);
  const backward = createSearch(reach, (x, y) => x < width && y < height && before[to - 1 - x] === after[end - 1 - y]);
  const isMet = (x: number, y: number, other: number): boolean => x + other >= width && x <= width && y >= 0 && y <= height;

  for (let steps = 0; steps <= reach; steps += 1) {
    for (let k = -steps; k <= steps; k += 2) {
      const x = forward.advance(k, steps);
      const isKnown = isOdd && Math.abs(delta - k) < steps;
      if (isKnown && isMet(x, x - k, backward.reached(delta - k))) return [from + x, start + x - k];
    }
    for (let k = -steps; k <= steps; k += 2) {
      const x = backward.advance(k, steps);
      const isKnown = !isOdd && Math.abs(delta - k) <= steps;
      if (isKnown && isMet(x, x - k, forward.reached(delta - k))) return [to - x, end - (x - k)];
    }
  }
  return null;
}

interface Search {
  /** How far it came on a diagonal. */
  reached(diagonal: number): number;
  /** Goes one line further on a diagonal, then along all lines that are the same. */
  advance(diagonal: number, steps: number): number;
}

function createSearch(reach: number, isSame: (x: number, y: number) => boolean): Search {
  const offset = reach + 1;
  const furthest = new Int32Array(2 * offset + 1);
  // Each diagonal within reach has its place.
  const reached = (diagonal: number): number => Number(furthest[offset + diagonal]);

  return {
    reached,
    advance: (diagonal, steps) => {
      const isDown = diagonal === -steps || (diagonal !== steps && reached(diagonal - 1) < reached(diagonal + 1));
      let x = isDown ? reached(diagonal + 1) : reached(diagonal - 1) + 1;
      while (isSame(x, x - diagonal)) x += 1;
      furthest[offset + diagonal] = x;
      return x;
    },
  };
}
