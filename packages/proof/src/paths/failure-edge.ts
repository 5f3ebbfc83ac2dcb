import type { Entry, EntryType } from "@skald/kernel";

const FAILURES: ReadonlySet<EntryType> = new Set([
  "step.retrying",
  "step.failed",
  "step.unknown",
  "verify.answered",
  "verify.retrying",
  "verify.failed",
  "undo.retrying",
  "undo.failed",
]);

/**
 * The failure edge an entry goes over, such as `reserve step.failed OutOfStock → reserve/failed`; null when it is none.
 * Equal edges are the same edge of the chart, on whatever way.
 */
function failureEdgeOf({ type, data }: Entry): string | null {
  if (!FAILURES.has(type)) return null;
  const what = data.error?.type ?? (data.happened === true ? "happened" : "");

  return [data.state, type, what, data.move === undefined ? "" : `→ ${data.move}`].filter((word) => word !== "").join(" ");
}

/** The failure edges of a journal, each once. */
export function failureEdges(entries: readonly Entry[]): readonly string[] {
  return [...new Set(entries.map(failureEdgeOf).filter((edge) => edge !== null))];
}
