const PIECE = /\\.|\[(?:\\.|[^\]\\])*\]|\{(?<least>\d+)(?:,(?<most>\d*))?\}|[\s\S]/g;

/** A bracket that is open: what it holds so far, and how much of that is its last piece. */
interface Group {
  sum: number;
  last: number;
}

/** About how many instructions a regular expression becomes: its pieces, each as often as it is repeated by number. */
export function weighPattern(pattern: string): number {
  const outer: Group[] = [];
  let group: Group = { sum: 0, last: 0 };
  for (const { 0: piece, groups } of pattern.matchAll(PIECE)) {
    if (piece === "(") {
      outer.push(group);
      group = { sum: 0, last: 0 };
    } else if (piece === ")") {
      const { sum } = group;
      group = outer.pop() ?? { sum: 0, last: 0 };
      add(group, sum);
    } else if (groups?.["least"] === undefined) add(group, 1);
    else repeat(group, Math.max(Number(groups["least"]), Number(groups["most"] ?? 0)));
  }

  return outer.reduce((total, { sum }) => total + sum, group.sum);
}

function add(group: Group, weight: number): void {
  group.sum += weight;
  group.last = weight;
}

function repeat(group: Group, times: number): void {
  group.sum += group.last * (times - 1);
  group.last *= times;
}
