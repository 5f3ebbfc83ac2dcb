import type { SagaStatus } from "@skald/shared";
import { placesOf } from "../chart/place.ts";
import type { OpenCall } from "../types/call.ts";
import type { MembersRecord, Saga, SagaContext } from "../types/saga.ts";

/** Back-offs longer than this survive in a timer row; shorter ones live in memory (R17). */
export const MEMORY_WAIT_MAX_MS = 5000;

/** The status of a saga by the order of precedence (semantics.md, section 2). */
export function sagaStatus(saga: Saga): SagaStatus {
  const { context } = saga;
  if (context.ended !== null) return context.ended.status;
  if (context.held !== null) return "completed";
  if (Object.keys(context.incidents).length > 0) return "suspended";
  if (context.paused !== null) return "paused";
  if (Object.keys(context.undoing).length > 0) return "compensating";

  return isWaiting(saga) ? "waiting" : "running";
}

/** Whether only clocks, events, people, a breaker or a child can move it: no call is open and none will be by itself soon. */
function isWaiting({ context }: Saga): boolean {
  const backoffs = Object.values(context.backoff);
  const open = Object.values(context.open);
  if (open.some((call) => !isOffered(context, call)) || backoffs.some((one) => !one.parked)) return false;

  return open.length + backoffs.length > 0 || Object.keys(context.waits).length > 0 || Object.values(context.members).some(isChildAwaited);
}

/** Whether a call waits in a queue until a worker takes it. */
function isOffered({ steps }: SagaContext, { state, kind, held }: OpenCall): boolean {
  return kind === "action" && !held && steps[state]?.queue !== undefined;
}

/** A child that runs is waited for. Items are work of the saga itself. */
function isChildAwaited({ total, settled }: MembersRecord): boolean {
  return total === 1 && settled[0] === undefined;
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
  const timers = Object.values(context.waits).flatMap(({ state, dueAt, due }) =>
    due || dueAt === null ? [] : [{ name: `wait/${state}`, dueAtMs: Date.parse(dueAt), durable: true }],
  );

  return [...backoffs, ...timers];
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
  if (open.some((call) => !call.held && !isOffered(context, call))) found.add("call");
  if (open.some((call) => isOffered(context, call))) found.add("worker");
  if (backoffs.some((one) => !one.parked)) found.add("backoff");
  if (backoffs.some((one) => one.parked)) found.add("breaker");
  for (const { kind, dueAt, due } of Object.values(context.waits)) {
    if (due) continue;
    found.add(kind === "callback" ? "event" : kind);
    if (dueAt !== null) found.add("timer");
  }
  if (hasLiveMembers(saga) || context.held !== null) found.add("child");
  if (Object.keys(context.incidents).length > 0 || context.paused !== null) found.add("person");
  return [...found];
}

function hasLiveMembers({ context }: Saga): boolean {
  return Object.values(context.members).some(
    ({ settled, total, stopping, undoing, completed }) =>
      Object.keys(settled).length < (stopping ?? total) || (undoing && completed.length > 0),
  );
}

/** States a saga is in now, for lists. Of a block those inside it. */
export function currentStates(saga: Saga): readonly string[] {
  if (saga.context.ended !== null) return [];

  return placesOf(saga).flatMap(({ state, within }) => (state === null || within === "running" ? [] : [state]));
}
