import { type CompiledTransaction, laneMove, pathIn } from "@skald/dsl";
import { placeIn, placeOf } from "../../chart/place.ts";
import { requireKnown } from "../../require-known.ts";
import { requireTask } from "../../require-state.ts";
import type { Cause, SagaContext, Undoing } from "../../types/saga.ts";
import type { Deliberation } from "../deliberation.ts";
import { giveUpGroup } from "../group/settle-participant.ts";
import { receive } from "../states/listen.ts";
import { stopMembers } from "../states/members.ts";
import { concludeFailure, turnedBack } from "../steps/conclude.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { arrivedCallback, settleCallback } from "../waits/callbacks.ts";
import { leaveTurning, stopBranch } from "./leave-turning.ts";

/** Why and how far a saga turns back. */
export interface Turn {
  readonly cause: Cause;
  readonly undoing: Undoing;
}

/** States that may have something under way when their scope turns; any other is left at once. */
const BUSY: ReadonlySet<string> = new Set(["task", "parallel", "forEach", "saga", "transaction", "listen", "human"]);

/**
 * Turns a forward saga back (R10, R11): stops going forward, awaits the calls in flight, undoes.
 * A call that was never sent is closed as such; one that may have happened is resolved first.
 */
export function turnBack(d: Deliberation, { cause, undoing }: Turn): void {
  const place = placeOf(d.saga);
  const state = place.state === null ? undefined : d.definition.states[place.state];
  if (state === undefined || place.lane !== "forward" || !BUSY.has(state.type) || isIdle(place.within)) {
    return d.record("saga.turning", { cause, undoing, incident: null, move: laneMove("", "unwind") });
  }

  d.record("saga.turning", { cause, turning: { cause, undoing }, incident: null });
  stopState(d, state.name, place.within);
}

// A moment, or a state whose members never began: nothing of it can be under way.
function isIdle(within: string | null): boolean {
  return within === null;
}

/** Brings a state of a scope that turns to rest. What is under way is awaited; its settling leaves the state. */
function stopState(d: Deliberation, path: string, within: string | null): void {
  const state = d.definition.states[path];
  if (within === "locking") return leaveWaiting(d, path);

  switch (state?.type) {
    case "listen":
    case "human":
      return leaveWaiting(d, path);
    case "task":
      return closeStep(d, path, within);
    case "parallel":
      stopBranches(d, path);
      d.followUps.push({ kind: "rest", state: path });
      return;
    case "forEach":
    case "saga":
      return stopMembers(d, path);
    case "transaction":
      return stopGroup(d, state, within);
    default:
      return leaveTurning(d, path, "branch.stopped", { state: path, incident: null });
  }
}

/** Brings the branches of a block to rest that still run (R5). Each that comes to rest lets the block decide. */
export function stopBranches(d: Deliberation, block: string): void {
  for (const [name, { status }] of Object.entries(requireKnown(d.saga.context.blocks[block], "block").branches)) {
    const branch = pathIn(block, name);
    if (status !== "running" || d.saga.context.turning[branch] !== undefined) continue;
    d.record("branch.stopping", { scope: branch, turning: { cause: null, undoing: null } });

    const place = placeIn(d.saga, branch);
    if (place?.lane === "forward" && place.state !== null) stopState(d, place.state, place.within);
    else if (place?.lane === "outside") stopBranch(d, branch, "branch.stopped", {});
  }
}

/** A group that is decided goes on to its end (R15); one that prepares is given up. */
function stopGroup(d: Deliberation, group: CompiledTransaction, within: string | null): void {
  if (within === "stuck") return leaveTurning(d, group.name, "step.failed", { state: group.name, incident: null });

  giveUpGroup(d, group, { type: "Cancelled", category: "step", status: null, detail: "turned back before it was decided" });
}

/** A state that waits for something from outside stops waiting. An event that came while the saga was held did happen. */
function leaveWaiting(d: Deliberation, path: string): void {
  const state = d.definition.states[path];
  const arrivedAt = d.saga.context.waits[path]?.arrivedAt ?? null;
  if (state?.type === "listen" && arrivedAt !== null)
    return receive(d, state, { case: requireKnown(d.scope.entryAt(arrivedAt).data.case, "case"), outputAt: arrivedAt });

  const error = d.saga.context.steps[path]?.error ?? turnedBack(d, path);
  leaveTurning(d, path, "step.failed", { ...visitFacts(d, path), error, outcome: "notSent", incident: null });
}

/** Nothing of the step is under way: it ends here, as not done or as in doubt. */
function closeStep(d: Deliberation, state: string, within: string | null): void {
  const { context } = d.saga;
  if (within === "unresolved" && context.turning[""] === undefined) return;
  if (isUnderWay(context, state)) return;

  const step = requireKnown(context.steps[state], "visit");
  const call = callOf(context, state);
  const task = requireTask(d.definition, state);
  const arrived = arrivedCallback(d, state);
  if (arrived !== null)
    return settleCallback(d, task, { ...(call === undefined ? {} : { callId: call.callId }), ...arrived, incident: null });

  const isAwaited = within === "waiting" && task.kind !== "readOnly";
  const error = turnedBack(d, state);
  const facts = {
    state,
    visit: step.visit,
    outcome: isAwaited ? "unknown" : "notSent",
    incident: null,
    ...(call === undefined ? {} : { callId: call.callId }),
  };
  const asked = within === "asking" || within === "verifying" || within === "unresolved";
  const doubt = asked ? "unanswered" : "open";

  concludeFailure(d, {
    task,
    type: isAwaited ? "step.unknown" : "step.failed",
    error: step.error ?? error,
    facts,
    doubt: isAwaited || step.tainted ? doubt : "none",
  });
}

function callOf(context: SagaContext, state: string): { readonly callId: string } | undefined {
  return [...Object.values(context.open), ...Object.values(context.backoff)].find((call) => call.state === state);
}

function isUnderWay(context: SagaContext, state: string): boolean {
  return (
    Object.values(context.open).some((call) => call.state === state && !call.held) ||
    Object.values(context.backoff).some((one) => one.state === state && one.kind === "verify")
  );
}
