import { isWithin } from "@skald/dsl";
import { requireKnown } from "../require-known.ts";
import type { Entry } from "../types/entry.ts";
import type { SagaContext, Undoing } from "../types/saga.ts";
import { enterBlocks, settleBranch } from "./blocks.ts";
import { endSaga, pause, releaseHeld, resume, startDeadline, stopDeadline } from "./gate.ts";
import { moveGroup, settleParticipant } from "./groups.ts";
import { grantLocks, releaseLocks } from "./locks.ts";
import { releaseMember, settleMembers, startMembers, stopMembers, suspendMember, undoMembers } from "./members.ts";
import { stateOf, withoutKey } from "./records.ts";
import { backOff, beginVisit, closeCall, fail, failUndo, finishUndo, openCall, reopen, startUndo, succeed } from "./steps.ts";
import { markDue, startWaiting, stopWaiting } from "./waits.ts";

/** The context before the first entry. */
export const EMPTY_CONTEXT: SagaContext = {
  visits: {},
  steps: {},
  open: {},
  backoff: {},
  undo: [],
  vars: {},
  cause: null,
  caught: {},
  incidents: {},
  late: null,
  phase: "forward",
  pivotPassed: null,
  turning: {},
  undoing: {},
  undone: [],
  waived: [],
  waits: {},
  locks: {},
  blocks: {},
  groups: {},
  members: {},
  paused: null,
  deadline: null,
  held: null,
  ended: null,
  ignored: 0,
  startedBy: null,
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
  const settled = settleBranch(byType(withFacts(context, entry), entry), entry);

  return entry.data.entered === undefined ? settled : enterBlocks(settled, entry.data.entered, entry);
}

/** The second half: calls the entry opens, and visits it begins. */
export function openCalls(context: SagaContext, entry: Entry): SagaContext {
  const { opened, unrendered } = entry.data;
  if (opened === undefined && unrendered === undefined) return context;

  let next = context;
  for (const call of opened ?? []) next = openCall(next, call, entry);
  for (const visit of unrendered ?? []) next = beginVisit(next, visit, { entry, attempts: 0 });
  return next;
}

/** Facts any entry may carry. */
function withFacts(context: SagaContext, { type, data, at }: Entry): SagaContext {
  if (
    data.cause === undefined &&
    data.caught === undefined &&
    data.incident === undefined &&
    data.undoing === undefined &&
    data.turning === undefined
  ) {
    return context;
  }

  const scope = data.scope ?? "";
  const known: SagaContext = {
    ...context,
    // R4: the first failure wins as the cause.
    cause: context.cause ?? data.cause ?? null,
    caught: data.caught === undefined ? context.caught : { ...context.caught, [scope]: data.caught },
    incidents: data.incident === undefined ? context.incidents : incidentsAfter(context, { type, data, at }),
    turning: turningAfter(context, scope, data.turning),
  };
  return data.undoing === undefined ? known : beginUndoing(known, scope, { undoing: data.undoing, at });
}

type Told = Pick<Entry, "type" | "data" | "at">;

/** What a saga that turns back leaves behind. Any other incident still holds up a state, a group or a member. */
const LEFT_BEHIND: ReadonlySet<string> = new Set(["stuck_forward", "deadline", "limit", "poisoned", "in_doubt"]);

function incidentsAfter({ incidents }: SagaContext, { type, data }: Told): SagaContext["incidents"] {
  if (data.incident == null && type === "saga.turning")
    return Object.fromEntries(Object.entries(incidents).filter(([, one]) => !LEFT_BEHIND.has(one.reason)));
  if (data.incident == null) return withoutKey(incidents, data.state ?? "");

  return { ...incidents, [data.incident.state ?? ""]: data.incident };
}

function turningAfter({ turning }: SagaContext, scope: string, turn: Entry["data"]["turning"]): SagaContext["turning"] {
  if (turn === undefined) return turning;

  return turn === null ? withoutKey(turning, scope) : { ...turning, [scope]: turn };
}

/** A scope that undoes waits for nothing; when it is the saga itself its clock stops: it counts forward time only. */
function beginUndoing(
  context: SagaContext,
  scope: string,
  { undoing, at }: { readonly undoing: Undoing; readonly at: string },
): SagaContext {
  const waits = Object.fromEntries(Object.entries(context.waits).filter(([state]) => !isWithin(state, scope)));
  const next = {
    ...context,
    undoing: { ...context.undoing, [scope]: undoing },
    turning: withoutKey(context.turning, scope),
    waits,
  };

  return scope === "" ? { ...next, phase: "compensating", deadline: stopDeadline(context, at) } : next;
}

function byType(context: SagaContext, entry: Entry): SagaContext {
  const { data } = entry;
  switch (entry.type) {
    case "step.succeeded":
    case "block.joined":
    case "event.emitted":
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
    case "undo.started":
      return startUndo(context, entry);
    case "undo.succeeded":
      return releaseLocks(finishUndo(closeCall(context, data), data, "undone"), entry);
    case "undo.waived":
      return finishUndo(closeCall(context, data), data, "waived");
    case "undo.failed":
      return failUndo(closeCall(context, data), entry);
    case "undo.finished":
      return finishUndoing(context, entry);
    case "set.assigned":
      return assign(context, entry);
    default:
      return waitOrMembers(context, entry);
  }
}

function finishUndoing(context: SagaContext, { data, at }: Entry): SagaContext {
  const scope = data.scope ?? "";
  const next = { ...context, undoing: withoutKey(context.undoing, scope) };

  return scope === "" ? { ...next, phase: "forward", deadline: startDeadline(at, context.deadline?.leftMs ?? undefined) } : next;
}

function assign(context: SagaContext, { data }: Entry): SagaContext {
  const scope = data.scope ?? "";

  return { ...context, vars: { ...context.vars, [scope]: { ...context.vars[scope], ...data.values } } };
}

function waitOrMembers(context: SagaContext, entry: Entry): SagaContext {
  switch (entry.type) {
    case "step.waiting":
      return startWaiting(closeCall(context, entry.data), entry);
    case "wait.started":
    case "listen.started":
    case "human.asked":
    case "lock.requested":
      return startWaiting(context, entry);
    case "wait.due":
      return markDue(context, entry);
    case "wait.elapsed":
      return stopWaiting(context, stateOf(entry.data));
    case "lock.granted":
      return grantLocks(context, entry);
    case "group.preparing":
    case "group.failing":
    case "group.committing":
    case "group.aborting":
    case "group.late":
      return moveGroup(context, entry);
    case "participant.prepared":
    case "participant.failed":
    case "participant.settled":
      return settleParticipant(context, entry);
    case "participant.stuck":
      return closeCall(context, entry.data);
    case "participant.retrying":
      return backOff(context, entry);
    case "participant.retried":
      return reopen(context, entry);
    case "each.started":
    case "child.started":
      return startMembers(context, entry);
    case "member.suspended":
      return suspendMember(context, entry);
    case "member.released":
      return releaseMember(context, entry);
    case "each.settled":
    case "child.settled":
      return settleMembers(context, entry);
    case "each.stopping":
    case "child.stopping":
      return stopMembers(context, entry);
    case "each.undone":
    case "child.undone":
      return undoMembers(context, entry);
    case "result.ignored":
      return { ...context, ignored: context.ignored + 1 };
    default:
      return gateOrEnd(context, entry);
  }
}

function gateOrEnd(context: SagaContext, entry: Entry): SagaContext {
  const { data, at } = entry;
  switch (entry.type) {
    case "saga.started": {
      // Only a member begins after a pivot: that of its parent.
      const pivotPassed = data.pivot === true ? requireKnown(data.saga?.parent, "parent").place : null;
      return { ...context, pivotPassed, deadline: startDeadline(at, data.deadlineMs), startedBy: data.saga?.startedBy ?? null };
    }
    case "saga.late":
      return { ...context, late: { since: at }, deadline: null };
    case "saga.suspended":
      return { ...context, deadline: null };
    case "saga.paused":
      return pause(context, entry);
    case "saga.resumed":
      return resume(context, entry);
    case "saga.released":
      return releaseHeld(context);
    case "saga.held":
      return { ...context, held: { output: data.output ?? null }, deadline: null };
    case "saga.turning":
      return context.held === null ? context : { ...context, held: null };
    case "saga.completed":
    case "saga.compensated":
    case "saga.failed":
    case "saga.terminated":
      return endSaga(context, entry);
    default:
      return context;
  }
}
