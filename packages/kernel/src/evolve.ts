import { backOff, beginVisit, closeCall, fail, failUndo, finishUndo, isHolding, openCall, reopen, succeed } from "./evolve-steps.ts";
import type { Entry } from "./types/entry.ts";
import type { SagaContext } from "./types/saga.ts";

/** The context before the first entry. */
export const EMPTY_CONTEXT: SagaContext = {
  visits: {},
  steps: {},
  open: {},
  backoff: {},
  undo: [],
  vars: {},
  cause: null,
  caught: null,
  incident: null,
  late: null,
  phase: "forward",
  pivotPassed: null,
  turning: null,
  undoing: null,
  undone: [],
  waived: [],
  wait: null,
  paused: null,
  deadline: null,
  ended: null,
  internalErrors: 0,
  ignored: 0,
};

/**
 * The context after an entry. Reads nothing but the entry: no definition, no expression, no clock,
 * so a journal folds to the same context under every version of the engine that knows its entries.
 */
export function evolve(context: SagaContext, entry: Entry): SagaContext {
  return openCalls(settle(context, entry), entry);
}

/** The first half of `evolve`: everything but the calls the entry opens. Those are rendered against its result. */
export function settle(context: SagaContext, entry: Entry): SagaContext {
  return byType(withFacts(context, entry), entry);
}

/** The second half: calls the entry opens, and visits it begins. */
export function openCalls(context: SagaContext, entry: Entry): SagaContext {
  const { opened, unrendered } = entry.data;
  if (opened === undefined && unrendered === undefined) return context;

  let next = context;
  for (const call of opened ?? []) next = openCall(next, call, entry);
  return unrendered === undefined ? next : beginVisit(next, unrendered, entry);
}

/** Facts any entry may carry. */
function withFacts(context: SagaContext, { data, at }: Entry): SagaContext {
  if (
    data.cause === undefined &&
    data.caught === undefined &&
    data.incident === undefined &&
    data.undoing === undefined &&
    data.turning === undefined
  ) {
    return context;
  }

  return {
    ...context,
    // R4: the first failure wins as the cause.
    cause: context.cause ?? data.cause ?? null,
    caught: data.caught ?? context.caught,
    incident: data.incident === undefined ? context.incident : data.incident,
    turning: data.turning === undefined ? context.turning : data.turning,
    // Undoing stops the clock of the saga: it counts forward time only.
    ...(data.undoing === undefined
      ? {}
      : { undoing: data.undoing, turning: null, phase: "compensating" as const, deadline: stopped(context, at), wait: null }),
  };
}

function byType(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  switch (entry.type) {
    case "saga.started":
      return { ...context, deadline: deadlineAfter(entry.at, data.deadlineMs) };
    case "step.succeeded":
      return succeed(closeCall(context, data), entry);
    case "verify.answered":
      return data.happened === true ? succeed(closeCall(context, data), entry) : fail(closeCall(context, data), entry);
    case "step.failed":
    case "step.unknown":
    case "verify.failed":
      return fail(closeCall(context, data), entry);
    case "step.retrying":
    case "verify.retrying":
    case "undo.retrying":
      return backOff(context, entry);
    case "step.retried":
    case "verify.retried":
    case "undo.retried":
      return reopen(context, entry);
    case "undo.succeeded":
      return finishUndo(closeCall(context, data), data, "undone");
    case "undo.waived":
      return finishUndo(closeCall(context, data), data, "waived");
    case "undo.failed":
      return failUndo(closeCall(context, data), entry);
    case "undo.finished":
      return { ...context, undoing: null, phase: "forward", deadline: deadlineAfter(entry.at, context.deadline?.leftMs ?? undefined) };
    case "set.assigned":
      return { ...context, vars: { ...context.vars, ...data.values } };
    case "wait.started":
      return { ...context, wait: { state: data.state ?? "", dueAt: data.dueAt ?? entry.at, elapsed: false } };
    case "wait.due":
      return context.wait === null ? context : { ...context, wait: { ...context.wait, elapsed: true } };
    case "wait.elapsed":
      return { ...context, wait: null };
    case "result.ignored":
      return { ...context, ignored: context.ignored + 1 };
    default:
      return gateOrEnd(context, entry);
  }
}

function gateOrEnd(context: SagaContext, entry: Entry): SagaContext {
  const { data, at } = entry;
  switch (entry.type) {
    case "saga.late":
      return { ...context, late: { since: at }, deadline: null };
    case "saga.suspended":
      return { ...context, deadline: null };
    case "saga.paused":
      return { ...context, paused: { by: data.by ?? "", since: at }, deadline: stopped(context, at) };
    case "saga.resumed":
      return resumed({ ...context, paused: null }, at);
    case "saga.released":
      return isHolding(context) ? context : release(context);
    case "saga.completed":
    case "saga.compensated":
    case "saga.failed":
    case "saga.terminated":
      return {
        ...context,
        open: {},
        backoff: {},
        incident: null,
        turning: null,
        wait: null,
        deadline: null,
        paused: null,
        late: null,
        ended: {
          status: entry.type.slice("saga.".length) as "completed" | "compensated" | "failed" | "terminated",
          at,
          output: data.output ?? null,
        },
      };
    default:
      return context;
  }
}

function deadlineAfter(at: string, ms: number | undefined): SagaContext["deadline"] {
  return ms === undefined ? null : { at: new Date(Date.parse(at) + ms).toISOString(), leftMs: null };
}

/** The clock of the saga stands still while it is paused or undoes. */
function stopped(context: SagaContext, at: string): SagaContext["deadline"] {
  if (context.deadline?.at == null) return context.deadline;

  return { at: null, leftMs: Math.max(0, Date.parse(context.deadline.at) - Date.parse(at)) };
}

function resumed(context: SagaContext, at: string): SagaContext {
  const deadline = context.undoing === null ? deadlineAfter(at, context.deadline?.leftMs ?? undefined) : context.deadline;

  return isHolding(context) ? { ...context, deadline } : release({ ...context, deadline });
}

function release(context: SagaContext): SagaContext {
  const open = Object.fromEntries(Object.entries(context.open).map(([id, call]) => [id, call.held ? { ...call, held: false } : call]));

  return { ...context, open };
}
