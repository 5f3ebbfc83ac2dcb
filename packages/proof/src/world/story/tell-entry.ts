import type { Entry, EntryData, EntryType } from "@skald/kernel";
import { type OpenWaits, tellWait } from "./tell-wait.ts";

/** What an entry says in a story, or null when it adds nothing: `reserve outcome unknown`. */
function tellEntry({ type, data }: Entry): string | null {
  const state = data.state ?? "";
  switch (type) {
    case "step.succeeded":
      return `${state} ok`;
    case "step.retrying":
      return `${state} ${outcomeWords(data)}, once more`;
    case "step.unknown":
      return `${state} outcome unknown`;
    case "step.failed":
      return `${state} ${outcomeWords(data)}`;
    case "verify.answered":
      return `verify of ${state} says it ${data.happened === true ? "happened" : "did not happen"}`;
    case "verify.retrying":
    case "verify.failed":
      return `verify of ${state} ${READS.test(data.why ?? "") ? faultWords(data.why ?? "") : "gives no answer"}`;
    case "undo.succeeded":
      return `${state} undone`;
    case "undo.failed":
      return `undo of ${state} ${data.error?.type === "ExpressionError" ? faultWords(data.error.detail) : "fails"}`;
    case "switch.chosen":
      return `${state} takes ${data.case === "default" ? "its default" : `case ${Number(data.case) + 1}`}`;
    case "wait.elapsed":
      return `${state} is over`;
    case "saga.turning":
      return data.cause?.type === "SagaTimeout" ? "the time is over" : "cancelled";
    case "saga.suspended":
      return `suspended (${data.incident?.reason ?? ""})`;
    case "saga.completed":
    case "saga.compensated":
    case "saga.failed":
      return type.slice("saga.".length);
    default:
      return null;
  }
}

/** A story of entries, told in order. */
export function tellEntries(entries: readonly Entry[]): readonly string[] {
  const waits = new Map<string, Entry>();

  return entries.flatMap((entry, index) => {
    const words = isRepeated(entry, entries.slice(index + 1)) ? null : tell(entry, waits);
    if (BEGINNINGS.has(entry.type)) waits.set(entry.data.state ?? "", entry);
    return words === null ? [] : [words];
  });
}

/** Entries with which a state begins to wait for something from outside. */
const BEGINNINGS: ReadonlySet<EntryType> = new Set(["listen.started", "human.asked", "step.waiting", "lock.requested"]);

function tell(entry: Entry, waits: OpenWaits): string | null {
  return tellWait(entry, waits) ?? tellEntry(entry);
}

/** An attempt whose step came to the same in the end adds nothing. */
function isRepeated({ type, data }: Entry, later: readonly Entry[]): boolean {
  const end = { "step.retrying": "step.unknown", "verify.retrying": "verify.failed" }[type as string];

  return end !== undefined && later.some((one) => one.type === end && one.data.state === data.state && one.data.visit === data.visit);
}

function outcomeWords({ outcome, error, tainted, attempt }: EntryData): string {
  if (error?.type === "ExpressionError") return faultWords(error.detail);
  if (outcome === "unknown") return "outcome unknown";
  if (outcome === "notSent" && tainted === true && attempt === undefined) return "not tried again";
  if (outcome === "notSent" || outcome === "notDone") return "not done";
  if (outcome === "refused") return error === undefined || error.type === "Refused" ? "refused" : `refused (${error.type})`;

  return `fails (${error?.type ?? "unknown"})`;
}

const READS = /^(?:[\w .[\]]+: )?(?=reads )/;

/** `body: reads output.id, …` without the part of the call it was found in. */
function faultWords(detail: string): string {
  return READS.test(detail) ? detail.replace(READS, "") : `cannot be evaluated (${detail})`;
}
