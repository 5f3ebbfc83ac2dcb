import type { UndoEntry } from "@skald/kernel";

/**
 * How far the order of completion tells stacks apart. `exact`: always. `branches`: only where the order is that of the
 * definition. Branches of a block do not know of each other: in whatever order their steps completed, the same undos are
 * made with the same requests, and each of them may fail. Only who looks at the books in between could tell.
 */
export type Ordering = "exact" | "branches";

/** What matters of a stack of undos. */
export function writeStack(undo: readonly UndoEntry[], ordering: Ordering): string {
  const lines = undo.map(writeUndo);
  if (ordering === "exact") return lines.join();

  // Which entries there are, and how many each of them had to come after, tells the stack up to the order of branches.
  return lines
    .map((line, index) => `${line} ${index - countApart(undo, index)}`)
    .sort()
    .join();
}

function writeUndo({ state, visit, outcome, outputAt, setAside }: UndoEntry): string {
  return `${state}#${visit} ${outcome} ${outputAt !== null} ${setAside === true}`;
}

/** How many entries below one belong to other branches of its blocks. */
function countApart(undo: readonly UndoEntry[], index: number): number {
  const { state } = undo[index] ?? { state: "" };
  if (!state.includes(".")) return 0;

  return undo.slice(0, index).filter((below) => areApart(below.state, state)).length;
}

/** Whether two paths part at a branch. Every second name of a path is a branch: `block.branch.state`. */
function areApart(left: string, right: string): boolean {
  if (!left.includes(".")) return false;
  const names = right.split(".");
  const shared = left.split(".").findIndex((name, index) => name !== names[index]);

  return shared % 2 === 1;
}
