import { stateMove } from "@skald/dsl";
import type { Deliberation } from "./deliberation.ts";
import type { EntryData } from "./types/entry.ts";
import type { Backoff } from "./types/saga.ts";

/** What an entry says of the wait before the next attempt. `parked`: the service's breaker is open. */
export function waitFacts(d: Deliberation, delayMs: number, parked: boolean): EntryData {
  return { delayMs, dueAt: new Date(d.scope.nowMs + delayMs).toISOString(), ...(parked ? { parked: true } : {}) };
}

/** Makes a call that waits once more, because its time has come or a person says so: same key, same request (R3). */
export function tryAgain(d: Deliberation, { callId, kind, state, visit, attempt }: Backoff): void {
  const move = { action: "retried", verify: "verify", undo: "undo/retried" }[kind];
  const type = kind === "action" ? "step.retried" : (`${kind}.retried` as const);

  d.record(type, { callId, kind, state, visit, attempt, move: stateMove(state, move) });
}
