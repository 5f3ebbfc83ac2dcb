import type { OpenedCall } from "./types/call.ts";
import type { Entry, EntryData } from "./types/entry.ts";
import type { SagaContext, StepRecord } from "./types/saga.ts";

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

/** Whether calls that open now wait for a person instead of being sent. */
function isHolding(context: SagaContext): boolean {
  const reason = context.incident?.reason;

  return context.paused !== null || reason === "deadline" || reason === "limit" || reason === "poisoned";
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

function closeCall(context: SagaContext, data: EntryData): SagaContext {
  const id = data.callId;
  if (id === undefined || (context.open[id] === undefined && context.backoff[id] === undefined)) return context;

  const { [id]: _closed, ...open } = context.open;
  const { [id]: _waited, ...backoff } = context.backoff;
  return { ...context, open, backoff };
}

function succeed(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  const state = data.state ?? "";
  const step = context.steps[state];
  if (step === undefined) return context;

  const pivot = data.pivot === true;
  const registered = data.undo === undefined ? context.undo : [...context.undo, undoEntry(step, state, entry)];
  return {
    ...patchStep(context, state, {
      status: "succeeded",
      endedAt: entry.at,
      error: null,
      outputAt: data.output === undefined && data.body === undefined ? null : entry.seq,
      undo: data.undo === undefined ? step.undo : "pending",
    }),
    // R8: a pivot that succeeded seals the stack: nothing below it is ever undone.
    undo: pivot ? [] : registered,
    pivotPassed: pivot ? state : context.pivotPassed,
  };
}

function fail(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  const state = data.state ?? "";
  const step = context.steps[state];
  if (step === undefined) return context;

  const outputAt = data.output === undefined ? step.outputAt : entry.seq;
  const failed = patchStep(context, state, {
    status: entry.type === "step.failed" || entry.type === "verify.answered" ? "failed" : "unknown",
    endedAt: entry.at,
    error: data.error ?? step.error,
    outputAt,
    tainted: step.tainted || data.tainted === true,
    undo: data.undo === undefined ? step.undo : "pending",
  });
  return data.undo === undefined ? failed : { ...failed, undo: [...failed.undo, undoEntry({ ...step, outputAt }, state, entry)] };
}

function undoEntry(step: StepRecord, state: string, entry: Entry): SagaContext["undo"][number] {
  const answered = entry.data.output !== undefined || entry.data.body !== undefined;

  return {
    state,
    visit: step.visit,
    outcome: entry.data.undo ?? "done",
    openedAt: step.openedAt ?? entry.seq,
    outputAt: answered ? entry.seq : step.outputAt,
  };
}

function backOff(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  const id = data.callId ?? "";
  const open = context.open[id];
  if (open === undefined) return context;

  const { [id]: _closed, ...rest } = context.open;
  const waiting = {
    callId: id,
    kind: open.kind,
    state: open.state,
    visit: open.visit,
    attempt: data.parked === true ? open.attempt : open.attempt + 1,
    entry: open.entry,
    dueAt: data.dueAt ?? entry.at,
    delayMs: data.delayMs ?? 0,
    parked: data.parked === true,
  };
  const next = { ...context, open: rest, backoff: { ...context.backoff, [id]: waiting } };
  if (open.kind === "undo") return patchStep(next, open.state, { undo: "backoff", undoError: data.error ?? null }, open.visit);
  if (open.kind === "verify") return patchStep(next, open.state, { error: data.error ?? null }, open.visit);

  const tainted = data.tainted === true || next.steps[open.state]?.tainted === true;
  return patchStep(next, open.state, { status: "backoff", error: data.error ?? null, tainted }, open.visit);
}

/** The same call again: same key, same request, next attempt (R3). After a person's retry the attempts count anew. */
function reopen(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  const id = data.callId ?? "";
  const waiting = context.backoff[id];
  const state = data.state ?? waiting?.state ?? "";
  const step = context.steps[state];
  if (step === undefined) return context;

  const kind = data.kind ?? waiting?.kind ?? "action";
  const attempt = data.attempt ?? waiting?.attempt ?? 1;
  const openedAt = kind === "undo" ? step.undoOpenedAt : step.openedAt;
  const { [id]: _waited, ...backoff } = context.backoff;
  const call = {
    callId: id,
    kind,
    state,
    visit: data.visit ?? step.visit,
    attempt,
    entry: waiting?.entry ?? openedAt ?? entry.seq,
    held: isHolding(context),
    since: entry.at,
  };
  const next = { ...context, backoff, open: { ...context.open, [id]: call } };
  if (kind === "undo") return patchStep(next, state, { undo: "running", undoAttempts: step.undoAttempts + 1 }, call.visit);
  if (kind === "verify") return next;

  return patchStep(next, state, { status: "running", attempts: step.attempts + 1, endedAt: null }, call.visit);
}

function finishUndo(context: SagaContext, data: EntryData, undo: "undone" | "waived"): SagaContext {
  const state = data.state ?? "";
  const rest = context.undo.filter((entry) => entry.state !== state || entry.visit !== data.visit);
  const next = patchStep({ ...context, undo: rest }, state, { undo, undoError: null }, data.visit);

  return undo === "undone" ? { ...next, undone: [...next.undone, state] } : { ...next, waived: [...next.waived, state] };
}

function failUndo(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  const state = data.state ?? "";
  const setAside = data.setAside === true;
  const undo = context.undo.map((one) => (one.state === state && one.visit === data.visit ? { ...one, setAside } : one));
  const known = context.steps[state]?.undoError ?? null;

  return patchStep({ ...context, undo }, state, { undo: "undoFailed", undoError: data.error ?? known }, data.visit);
}

function openCall(context: SagaContext, call: OpenedCall, entry: Entry): SagaContext {
  const open = {
    callId: call.callId,
    kind: call.kind,
    state: call.state,
    visit: call.visit,
    attempt: 1,
    entry: entry.seq,
    held: isHolding(context),
    since: entry.at,
  };
  const next = { ...context, open: { ...context.open, [call.callId]: open } };
  if (call.kind === "action") return beginVisit(next, call, entry);
  if (call.kind === "verify") return next;

  return patchStep(next, call.state, { undo: "running", undoAttempts: 1, undoOpenedAt: entry.seq, undoError: null }, call.visit);
}

function beginVisit(
  context: SagaContext,
  call: { readonly state: string; readonly visit: number; readonly kind: string },
  entry: Entry,
): SagaContext {
  if (call.kind !== "action") return context;

  const step: StepRecord = {
    visit: call.visit,
    status: "running",
    attempts: entry.data.unrendered === undefined ? 1 : 0,
    tainted: false,
    startedAt: entry.at,
    endedAt: null,
    error: null,
    undo: "none",
    undoAttempts: 0,
    undoError: null,
    undoOpenedAt: null,
    openedAt: entry.seq,
    outputAt: null,
  };
  return {
    ...context,
    visits: { ...context.visits, [call.state]: call.visit },
    steps: { ...context.steps, [call.state]: step },
  };
}

/** Changes the record of a state, if it is still about the same visit. */
function patchStep(context: SagaContext, state: string, patch: Partial<StepRecord>, visit?: number): SagaContext {
  const step = context.steps[state];
  if (step === undefined || (visit !== undefined && step.visit !== visit)) return context;

  return { ...context, steps: { ...context.steps, [state]: { ...step, ...patch } } };
}
