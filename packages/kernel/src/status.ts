import type { SagaStatus } from "@skald/shared";
import { placeOf } from "./place.ts";
import type { Saga } from "./types/saga.ts";

/** Back-offs longer than this survive in a timer row; shorter ones live in memory (R17). */
export const MEMORY_WAIT_MAX_MS = 5000;

/** The status of a saga by the order of precedence (semantics.md, section 2). */
export function sagaStatus(saga: Saga): SagaStatus {
  const { context } = saga;
  if (context.ended !== null) return context.ended.status;
  if (context.incident !== null) return "suspended";
  if (context.paused !== null) return "paused";
  if (context.undoing !== null) return "compensating";
  if (context.wait !== null) return "waiting";

  const backoffs = Object.values(context.backoff);
  const parked = backoffs.length > 0 && backoffs.every((one) => one.parked) && Object.keys(context.open).length === 0;
  return parked ? "waiting" : "running";
}

/** Something a saga waits for by a clock. `name` is the call's id, or `wait/<state>`. */
export interface Wait {
  readonly name: string;
  readonly dueAtMs: number;
  /** Kept in a timer row of the database; the others live in memory. */
  readonly durable: boolean;
}

/** Every wait of a saga. */
export function waits(saga: Saga): readonly Wait[] {
  const { context } = saga;
  const backoffs = Object.values(context.backoff).map((one) => ({
    name: one.callId,
    dueAtMs: Date.parse(one.dueAt),
    durable: one.delayMs > MEMORY_WAIT_MAX_MS,
  }));
  if (context.wait === null || context.wait.elapsed) return backoffs;

  return [...backoffs, { name: `wait/${context.wait.state}`, dueAtMs: Date.parse(context.wait.dueAt), durable: true }];
}

/** Whether memory has nothing to do for a saga: no call to make, no short wait to keep. Its row can stand alone. */
export function isAtRest(saga: Saga): boolean {
  const { context } = saga;
  if (context.ended !== null) return true;

  return (
    Object.values(context.open).every((call) => call.held) &&
    Object.values(context.backoff).every((one) => one.delayMs > MEMORY_WAIT_MAX_MS)
  );
}

/** Whether calls are under way: a command that plans ahead has to wait until they are settled. */
export function isMoving(saga: Saga): boolean {
  return saga.context.ended === null && Object.values(saga.context.open).some((call) => !call.held);
}

/** What can move a live saga, in one word each; empty only when it has ended. */
export function movers(saga: Saga): readonly string[] {
  const { context } = saga;
  if (context.ended !== null) return [];

  const open = Object.values(context.open);
  const backoffs = Object.values(context.backoff);
  const found = new Set<string>();
  if (open.some((call) => !call.held)) found.add("call");
  if (backoffs.some((one) => !one.parked)) found.add("backoff");
  if (backoffs.some((one) => one.parked)) found.add("breaker");
  if (context.wait !== null) found.add("timer");
  if (context.incident !== null || context.paused !== null) found.add("person");
  return [...found];
}

/** States a saga is in now, for lists. */
export function currentStates(saga: Saga): readonly string[] {
  const place = placeOf(saga);

  return saga.context.ended !== null || place.state === null ? [] : [place.state];
}
