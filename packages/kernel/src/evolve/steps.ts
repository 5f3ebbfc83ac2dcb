import { scopeOf } from "@skald/dsl";
import { type CallKind, isDecision, isFirstPhase } from "@skald/shared";
import { requireKnown } from "../require-known.ts";
import type { OpenedCall } from "../types/call.ts";
import type { Entry, EntryData } from "../types/entry.ts";
import type { SagaContext, StepRecord } from "../types/saga.ts";
import { recallMembers } from "./members.ts";
import { stateOf } from "./records.ts";
import { stopWaiting } from "./waits.ts";

// What entries make of the visits of steps: their calls, their outcomes, and what is to undo. The rest of a saga's
// context is evolve.ts.

/** Whether calls that open now wait for a person instead of being sent. */
export function isHolding(context: SagaContext): boolean {
  const reason = context.incidents[""]?.reason;

  return context.paused !== null || reason === "deadline" || reason === "limit" || reason === "poisoned";
}

/** The call, the back-off, or the wait an entry is about is settled. */
export function closeCall(known: SagaContext, data: EntryData): SagaContext {
  const context = stopWaiting(known, stateOf(data));
  const id = data.callId;
  if (id === undefined || (context.open[id] === undefined && context.backoff[id] === undefined)) return context;

  const { [id]: _closed, ...open } = context.open;
  const { [id]: _waited, ...backoff } = context.backoff;
  return { ...context, open, backoff };
}

/** A step succeeded: its undo goes on the stack in the same entry (R1), or a pivot seals it (R8). */
export function succeed(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  const state = stateOf(data);
  const step = requireKnown(context.steps[state], "visit");
  const pivot = data.pivot === true;
  const registered = data.undo === undefined ? context.undo : withUndo(context.undo, undoEntries(context, step, entry));
  return {
    ...patchStep(context, state, {
      status: "succeeded",
      endedAt: entry.at,
      error: null,
      outputAt: outputAtOf(entry),
      undo: data.undo === undefined ? step.undo : "pending",
    }),
    // R8: a pivot that succeeded seals the stack: nothing below it is ever undone.
    undo: pivot ? [] : registered,
    pivotPassed: pivot ? state : context.pivotPassed,
  };
}

/** A step will make no further attempt. What may have happened goes on the stack (R2). */
export function fail(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  const state = stateOf(data);
  const step = context.steps[state];
  // A moment has no visits.
  if (step === undefined) return context;

  const outputAt = data.output === undefined ? step.outputAt : entry.seq;
  const attemptEndedAt = step.attemptEndedAt ?? entry.seq;
  const failed = patchStep(context, state, {
    status: entry.type === "step.failed" || entry.type === "verify.answered" ? "failed" : "unknown",
    endedAt: entry.at,
    error: data.error ?? step.error,
    outputAt,
    attemptEndedAt,
    tainted: step.tainted || data.tainted === true,
    undo: data.undo === undefined ? step.undo : "pending",
  });
  if (data.undo === undefined) return failed;

  return { ...failed, undo: withUndo(failed.undo, [undoEntry({ ...step, outputAt, attemptEndedAt }, state, entry)]) };
}

/** What a success registers: the state itself, or the participants it names, whose undo they are. */
function undoEntries(context: SagaContext, step: StepRecord, entry: Entry): SagaContext["undo"] {
  const { pushes } = entry.data;
  if (pushes === undefined) return [undoEntry(step, stateOf(entry.data), entry)];

  const bare = { ...entry, data: { undo: "done" as const } };
  return pushes.map((path) => undoEntry(requireKnown(context.steps[path], "visit"), path, bare));
}

/** Where the output of a success stands: in its entry, in an earlier one, or nowhere. */
function outputAtOf({ data, seq }: Entry): number | null {
  if (data.outputAt !== undefined) return data.outputAt;

  return data.output === undefined && data.body === undefined && data.emitted === undefined ? null : seq;
}

/** Where the raw answer stands, if that is another entry than the one of the output. */
function answeredAtOf(step: StepRecord, { data, seq }: Entry, outputAt: number | null): { readonly answeredAt?: number } {
  const answeredAt = data.body === undefined ? step.outputAt : seq;

  return answeredAt === null || answeredAt === outputAt ? {} : { answeredAt };
}

/** Each in its place: a step in doubt completed when its last attempt ended, however late that is resolved (R6). */
function withUndo(stack: SagaContext["undo"], pushed: SagaContext["undo"]): SagaContext["undo"] {
  return [...stack, ...pushed].sort((left, right) => left.pushedAt - right.pushedAt);
}

function undoEntry(step: StepRecord, state: string, entry: Entry): SagaContext["undo"][number] {
  const outputAt = outputAtOf(entry) ?? step.outputAt;

  return {
    state,
    visit: step.visit,
    outcome: requireKnown(entry.data.undo, "outcome"),
    pushedAt: step.attemptEndedAt ?? entry.seq,
    openedAt: step.openedAt,
    outputAt,
    ...answeredAtOf(step, entry, outputAt),
  };
}

/** A call will be made again. */
export function backOff(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  const id = requireKnown(data.callId, "call");
  const open = requireKnown(context.open[id], "call");

  const { [id]: _closed, ...rest } = context.open;
  const waiting = {
    callId: id,
    kind: open.kind,
    state: open.state,
    visit: open.visit,
    attempt: data.parked === true ? open.attempt : open.attempt + 1,
    entry: open.entry,
    dueAt: requireKnown(data.dueAt, "end of the wait"),
    delayMs: requireKnown(data.delayMs, "length of the wait"),
    parked: data.parked === true,
  };
  const next = { ...context, open: rest, backoff: { ...context.backoff, [id]: waiting } };
  if (open.kind === "undo")
    return patchStep(next, open.state, { undo: "backoff", undoError: requireKnown(data.error, "error") }, open.visit);
  // A question that was not answered says nothing of the step: its error stays.
  if (open.kind === "verify") return next;
  if (!isFirstPhase(open.kind)) return patchStep(next, open.state, { error: requireKnown(data.error, "error") }, open.visit);

  const tainted = data.tainted === true || next.steps[open.state]?.tainted === true;
  const ended = { attemptEndedAt: entry.seq, error: requireKnown(data.error, "error") };
  return patchStep(next, open.state, { status: "backoff", tainted, ...ended }, open.visit);
}

/** The same call again: same key, same request, next attempt (R3). After a person's retry the attempts count anew. */
export function reopen(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  const { callId: id } = data;
  // Without a call the state is evaluated again.
  if (id === undefined) return context;

  // Gone when the block around it was entered once more; what an earlier visit left to undo is still called.
  const state = stateOf(data);
  const step = context.steps[state];
  const kind = requireKnown(data.kind, "kind of the call");
  const visit = requireKnown(data.visit, "visit");
  const openedAt = kind === "undo" ? toUndo(context, state, visit)?.undoOpenedAt : step?.openedAt;
  const { [id]: waiting, ...backoff } = context.backoff;
  const call = {
    callId: id,
    kind,
    state,
    visit,
    attempt: requireKnown(data.attempt, "attempt"),
    entry: waiting?.entry ?? decidedAt(context, kind, state) ?? requireKnown(openedAt, "request"),
    held: isHolding(context),
    since: entry.at,
  };
  const next = { ...context, backoff, open: { ...context.open, [id]: call } };
  if (step === undefined || (kind !== "undo" && !isFirstPhase(kind))) return next;
  if (kind === "undo") return patchStep(next, state, { undo: "running", undoAttempts: step.undoAttempts + 1 }, visit);

  return patchStep(next, state, { status: "running", attempts: step.attempts + 1, endedAt: null, attemptEndedAt: null }, visit);
}

/** What is left to undo of a visit. */
function toUndo({ undo }: SagaContext, state: string, visit: number): SagaContext["undo"][number] | undefined {
  return undo.find((one) => one.state === state && one.visit === visit);
}

/** The decision of a group holds the calls of its second phase. */
function decidedAt(context: SagaContext, kind: CallKind, state: string): number | null {
  return isDecision(kind) ? requireKnown(context.groups[scopeOf(state)], "group").decidedAt : null;
}

/** An undo is done, or never will be. */
export function finishUndo(context: SagaContext, data: EntryData, undo: "undone" | "waived"): SagaContext {
  const state = stateOf(data);
  const rest = context.undo.filter((entry) => entry.state !== state || entry.visit !== data.visit);
  const next = patchStep({ ...context, undo: rest }, state, { undo, undoError: null }, data.visit);

  return undo === "undone" ? { ...next, undone: [...next.undone, state] } : { ...next, waived: [...next.waived, state] };
}

/** An undo gave up. */
export function failUndo(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  const state = stateOf(data);
  const setAside = data.setAside === true;
  const undo = context.undo.map((one) => (one.state === state && one.visit === data.visit ? { ...one, setAside } : one));
  const known = context.steps[state]?.undoError ?? null;

  return patchStep({ ...context, undo }, state, { undo: "undoFailed", undoError: data.error ?? known }, data.visit);
}

/** A call is open from now on; an action begins a visit. */
export function openCall(context: SagaContext, call: OpenedCall, entry: Entry): SagaContext {
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
  if (isFirstPhase(call.kind)) return beginVisit(next, call, { entry, attempts: 1 });
  if (call.kind !== "undo") return next;

  const undo = next.undo.map((one) => (one.state === call.state && one.visit === call.visit ? { ...one, undoOpenedAt: entry.seq } : one));
  return patchStep({ ...next, undo }, call.state, { undo: "running", undoAttempts: 1, undoError: null }, call.visit);
}

/** A new visit of a state, also when its request could not be rendered (no attempt then). */
export function beginVisit(
  context: SagaContext,
  call: { readonly state: string; readonly visit: number; readonly kind: CallKind } & Pick<OpenedCall, "key" | "queue">,
  { entry, attempts }: { readonly entry: Entry; readonly attempts: number },
): SagaContext {
  if (!isFirstPhase(call.kind)) return context;

  const step: StepRecord = {
    visit: call.visit,
    status: "running",
    attempts,
    tainted: false,
    startedAt: entry.at,
    endedAt: null,
    error: null,
    undo: "none",
    undoAttempts: 0,
    undoError: null,
    openedAt: entry.seq,
    outputAt: null,
    ...(call.key === undefined ? {} : { key: call.key }),
    ...(call.queue === undefined ? {} : { queue: call.queue }),
  };
  return {
    ...context,
    visits: { ...context.visits, [call.state]: call.visit },
    steps: { ...context.steps, [call.state]: step },
  };
}

/** An undo begins. One that makes no call of its own (members, an event) runs from here; a call says so when it opens. */
export function startUndo(context: SagaContext, { data }: Entry): SagaContext {
  const { state = "", visit = 1 } = data;
  const recalled = recallMembers(context, state, visit);
  const members = recalled.members[state];
  if (members === undefined || members.visit !== visit) return context;

  const next = { ...recalled, members: { ...recalled.members, [state]: { ...members, undoing: true } } };
  return patchStep(next, state, { undo: "running", undoAttempts: 1 }, visit);
}

/** Changes the record of a state, if it is still about the same visit. */
export function patchStep(context: SagaContext, state: string, patch: Partial<StepRecord>, visit?: number): SagaContext {
  const step = context.steps[state];
  if (step === undefined || (visit !== undefined && step.visit !== visit)) return context;

  return { ...context, steps: { ...context.steps, [state]: { ...step, ...patch } } };
}
