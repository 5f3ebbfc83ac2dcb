import type { Entry, EntryData, EntryType } from "@skald/kernel";

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

  return [data.state, type, what, callbackWords(data), data.move === undefined ? "" : `→ ${data.move}`]
    .filter((word) => word !== "")
    .join(" ");
}

/** What a callback said, or that none came: it is no answer to an attempt of the call. */
function callbackWords({ attempt, outcome }: EntryData): string {
  if (attempt !== undefined) return "";
  if (outcome === "refused") return "by callback";

  return outcome === "unknown" ? "no callback" : "";
}

/**
 * The decision an entry goes over: of an event or a person that chooses the way, such as
 * `approve step.succeeded reject → approve/outcome/reject`; null when it is none.
 */
function decisionEdgeOf({ type, data }: Entry): string | null {
  const [, what] = /\/(case\/\d+|outcome\/.+)$/.exec(data.move ?? "") ?? [];
  if (type !== "step.succeeded" || what === undefined) return null;

  return `${data.state} ${type} ${data.outcome ?? what.replace("/", " ")} → ${data.move}`;
}

/** The decisions of a journal, each once. */
export function decisionEdges(entries: readonly Entry[]): readonly string[] {
  return [...new Set(entries.map(decisionEdgeOf).filter((edge) => edge !== null))];
}

/** The failure edges of a journal, each once. */
export function failureEdges(entries: readonly Entry[]): readonly string[] {
  return [...new Set(entries.map(failureEdgeOf).filter((edge) => edge !== null))];
}
