import type { SourceRange, SyntaxNode } from "../syntax/syntax-tree.ts";

/**
 * A path of members an expression reads, such as `steps reserve output id`. `*` stands for any item of a list.
 * Only the longest path is listed: `steps.reserve.output.id` is one reference, not four.
 */
export interface Reference extends SourceRange {
  readonly path: readonly string[];
  /** Whether some member of the path may be missing without an error. */
  readonly guarded: boolean;
  /**
   * The first such member, as a position in `path`; null when all of them must be there. `steps.a.output.?id` is 3:
   * `output` itself has to be there.
   */
  readonly guardedFrom: number | null;
}

/** A path while it is being read. */
export interface ReadPath {
  readonly path: readonly string[];
  readonly guardedFrom: number | null;
}

/** The path one member further. */
export function extendPath(read: ReadPath | null, name: string, isOptional: boolean): ReadPath | null {
  if (read === null) return null;

  return { path: [...read.path, name], guardedFrom: read.guardedFrom ?? (isOptional ? read.path.length : null) };
}

/** The reference of a path, guarded also by what is known to be there. */
export function referenceFrom(read: ReadPath, known: readonly (readonly string[])[], { start, end }: SourceRange): Reference {
  const proven = known.filter((path) => isPrefix(path, read.path)).map((path) => path.length - 1);
  const positions = read.guardedFrom === null ? proven : [...proven, read.guardedFrom];
  const guardedFrom = positions.length === 0 ? null : Math.min(...positions);

  return { path: read.path, guarded: guardedFrom !== null, guardedFrom, start, end };
}

function isPrefix(prefix: readonly string[], path: readonly string[]): boolean {
  return prefix.length <= path.length && prefix.every((name, index) => name === path[index]);
}

/** The paths that are certainly there when a condition is true (or, with `outcome` false, when it is false). */
export function provenPaths(
  condition: SyntaxNode,
  outcome: boolean,
  pathOf: (node: SyntaxNode) => readonly string[] | null,
): readonly (readonly string[])[] {
  if (condition.kind === "has") {
    const path = outcome ? pathOf(condition.target) : null;
    return path === null ? [] : [path];
  }
  if (condition.kind === "unary" && condition.operator === "!") return provenPaths(condition.operand, !outcome, pathOf);
  // `a && b` is true, or `a || b` false, only when both sides are.
  if (condition.kind === "logical" && (condition.operator === "&&") === outcome) {
    return [...provenPaths(condition.left, outcome, pathOf), ...provenPaths(condition.right, outcome, pathOf)];
  }

  return [];
}
