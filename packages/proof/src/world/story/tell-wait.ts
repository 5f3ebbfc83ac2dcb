import type { Entry } from "@skald/kernel";
import { isJsonObject, type Json } from "@skald/shared";

/** What is awaited at each state of a story, by the entry that began the last wait there. */
export type OpenWaits = ReadonlyMap<string, Entry>;

/** What an entry says of something that was awaited from outside, or null when it is about something else. */
export function tellWait(entry: Entry, waits: OpenWaits): string | null {
  const { type, data } = entry;
  const state = data.state ?? "";
  if (type === "step.waiting") return `${state} acknowledged`;
  if (type === "lock.granted") return `${state} gets its lock`;
  if (type === "step.succeeded") return tellArrival(entry, waits.get(state));

  return data.error === undefined ? null : tellEnd(entry, waits.get(state));
}

/** Whether words of a story tell that all goes well: nothing anybody decides, and nothing that fails. */
export function isQuiet(words: string): boolean {
  return / (?:acknowledged|gets its lock|called back)$/.test(words);
}

function tellArrival({ data }: Entry, wait: Entry | undefined): string | null {
  const { state = "", outcome, output, case: index } = data;
  if (wait?.type === "human.asked") return `${state} answered with ${outcome}`;
  if (wait?.type === "listen.started") return `${state} receives ${typeOf(output) ?? signalOf(wait, index) ?? "an event"}`;

  // Only a callback says of a success how it came out.
  return outcome === "succeeded" ? `${state} called back` : null;
}

function tellEnd({ type, data }: Entry, wait: Entry | undefined): string | null {
  const { state = "", error, attempt } = data;
  if (error?.type === "LockTimeout") return `${state} gets no lock in time`;
  if (error?.type === "DeadlockDetected") return `the lock of ${state} would be a deadlock`;
  if (error?.type !== "Timeout" || attempt !== undefined || wait === undefined) return null;
  if (wait.type === "human.asked") return `${state} not answered in time`;
  if (wait.type === "listen.started") return `${state} receives nothing in time`;

  return type === "step.unknown" || data.outcome === "unknown" ? `${state} not called back in time` : null;
}

/** The type of a CloudEvent. */
function typeOf(output: Json | undefined): string | null {
  const type = output !== undefined && isJsonObject(output) && output["specversion"] !== undefined ? output["type"] : undefined;

  return typeof type === "string" ? type : null;
}

/** The name of the signal a case waits for. */
function signalOf({ data }: Entry, index: number | string | undefined): string | null {
  const cases = data.about?.["cases"];
  const one = Array.isArray(cases) && typeof index === "number" ? (cases[index] as Json | undefined) : undefined;

  return one !== undefined && isJsonObject(one) && one["kind"] === "signal" ? String(one["name"]) : null;
}
