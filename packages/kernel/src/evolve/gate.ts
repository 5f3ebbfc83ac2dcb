import { requireKnown } from "../require-known.ts";
import type { Entry } from "../types/entry.ts";
import type { SagaContext } from "../types/saga.ts";
import { isHolding } from "./steps.ts";

// The gate a person closes and opens, the clock of the saga, and its end.

/** The deadline of a clock that runs from now on; none when there is no limit. */
export function startDeadline(at: string, ms: number | undefined): SagaContext["deadline"] {
  return ms === undefined ? null : { at: new Date(Date.parse(at) + ms).toISOString(), leftMs: null };
}

/** The clock of the saga stands still while it is paused or undoes. */
export function stopDeadline(context: SagaContext, at: string): SagaContext["deadline"] {
  if (context.deadline?.at == null) return context.deadline;

  return { at: null, leftMs: Math.max(0, Date.parse(context.deadline.at) - Date.parse(at)) };
}

/** Calls that open from now on are held. */
export function pause(context: SagaContext, { data, at }: Entry): SagaContext {
  return { ...context, paused: { by: requireKnown(data.by, "person"), since: at }, deadline: stopDeadline(context, at) };
}

/** What is held is sent, unless a person still has to look at the saga. */
export function resume(context: SagaContext, { at }: Entry): SagaContext {
  const deadline = context.undoing[""] === undefined ? startDeadline(at, context.deadline?.leftMs ?? undefined) : context.deadline;

  return releaseHeld({ ...context, paused: null, deadline });
}

/** Sends what is held, unless something still holds it. */
export function releaseHeld(context: SagaContext): SagaContext {
  if (isHolding(context)) return context;
  const open = Object.fromEntries(Object.entries(context.open).map(([id, call]) => [id, call.held ? { ...call, held: false } : call]));

  return { ...context, open };
}

/** Nothing is open, awaited, locked or wanted of an ended saga. */
export function endSaga(context: SagaContext, entry: Entry): SagaContext {
  return {
    ...context,
    open: {},
    backoff: {},
    incidents: {},
    turning: {},
    waits: {},
    locks: {},
    deadline: null,
    paused: null,
    late: null,
    held: null,
    ended: {
      status: entry.type.slice("saga.".length) as "completed" | "compensated" | "failed" | "terminated",
      at: entry.at,
      output: entry.data.output ?? context.held?.output ?? null,
    },
  };
}
