import type { Entry } from "../types/entry.ts";
import type { SagaContext, Waiting } from "../types/saga.ts";
import { stateOf, withoutKey } from "./records.ts";

// What entries make of the waits of states: for a clock, an event, a person, a callback, a lock.

const KINDS: Readonly<Partial<Record<Entry["type"], Waiting["kind"]>>> = {
  "listen.started": "event",
  "human.asked": "person",
  "step.waiting": "callback",
  "lock.requested": "lock",
};

/** A state waits from now on. A visit that waits says so in its record. */
export function startWaiting(context: SagaContext, { type, at, seq, data }: Entry): SagaContext {
  const state = stateOf(data);
  const wait: Waiting = {
    state,
    kind: KINDS[type] ?? "timer",
    dueAt: data.dueAt ?? null,
    due: false,
    arrivedAt: null,
    since: at,
    about: data.about ?? {},
  };
  const next = { ...context, waits: { ...context.waits, [state]: wait } };
  const step = context.steps[state];
  if (step === undefined) return next;

  const facts = type === "step.waiting" ? { outputAt: seq } : { attempts: 0 };
  return { ...next, steps: { ...next.steps, [state]: { ...step, status: "waiting", ...facts } } };
}

/**
 * A wait is over but cannot be acted on yet. `outcome` says what came; without it the time was over.
 * What comes before its wait has begun (a callback while the call is under way) begins it.
 */
export function markDue(context: SagaContext, { data, at, seq }: Entry): SagaContext {
  const state = stateOf(data);
  const begun: Waiting = context.waits[state] ?? {
    state,
    kind: data.outcome === "held" ? "person" : "callback",
    dueAt: null,
    due: true,
    arrivedAt: null,
    since: at,
    about: {},
  };
  const wait = { ...begun, due: true, arrivedAt: data.outcome === undefined ? null : seq };

  return { ...context, waits: { ...context.waits, [state]: wait } };
}

/** A state waits no more. */
export function stopWaiting(context: SagaContext, state: string): SagaContext {
  const waits = withoutKey(context.waits, state);

  return waits === context.waits ? context : { ...context, waits };
}
