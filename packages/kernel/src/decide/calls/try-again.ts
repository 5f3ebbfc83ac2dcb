import { stateMove } from "@skald/dsl";
import type { OpenCall } from "../../types/call.ts";
import type { EntryData, EntryType } from "../../types/entry.ts";
import type { Backoff } from "../../types/saga.ts";
import type { Deliberation } from "../deliberation.ts";
import type { FailedOutcome } from "./outcome.ts";
import type { FailedTry } from "./retry.ts";

/** What an entry says of the wait before the next attempt. `parked`: the service's breaker is open. */
export function waitFacts(d: Deliberation, delayMs: number, parked: boolean): EntryData {
  return { delayMs, dueAt: new Date(d.scope.nowMs + delayMs).toISOString(), ...(parked ? { parked: true } : {}) };
}

/** What the retry policy wants to know of a failed attempt. */
export function failedTry(d: Deliberation, call: OpenCall, outcome: Pick<FailedOutcome, "retryAfterMs" | "breakerOpen">): FailedTry {
  return {
    attempt: call.attempt,
    firstAtMs: Date.parse(d.saga.context.steps[call.state]?.startedAt ?? call.since),
    nowMs: d.scope.nowMs,
    retryAfterMs: outcome.retryAfterMs,
    breakerOpen: outcome.breakerOpen,
    random: d.scope.random(),
  };
}

/** Makes a call that waits once more, because its time has come or a person says so: same key, same request (R3). */
export function tryAgain(d: Deliberation, { callId, kind, state, visit, attempt }: Backoff): void {
  const { type, move } = AGAIN[kind] ?? GROUP_AGAIN;

  d.record(type, { callId, kind, state, visit, attempt, ...(move === null ? {} : { move: stateMove(state, move) }) });
}

interface Again {
  readonly type: EntryType;
  /** What the chart is told; a call of a group moves nothing. */
  readonly move: string | null;
}

const AGAIN: Readonly<Record<string, Again>> = {
  action: { type: "step.retried", move: "retried" },
  verify: { type: "verify.retried", move: "verify" },
  undo: { type: "undo.retried", move: "undo/retried" },
};

const GROUP_AGAIN: Again = { type: "participant.retried", move: null };
