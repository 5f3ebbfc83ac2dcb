import { type CompiledTask, laneMove, stateMove } from "@skald/dsl";
import { requireKnown } from "../../require-known.ts";
import type { Observation, OpenCall } from "../../types/call.ts";
import type { EntryData } from "../../types/entry.ts";
import type { Cause, Incident, UndoGoal } from "../../types/saga.ts";
import { type FailedOutcome, plainOutcome } from "../calls/outcome.ts";
import { delayBeforeRetry, delayForEver } from "../calls/retry.ts";
import { failedTry, waitFacts } from "../calls/try-again.ts";
import type { Deliberation } from "../deliberation.ts";
import { causeOf, scoped } from "../steps/conclude.ts";
import { stopBranch } from "./leave-turning.ts";
import { undoCallOf } from "./undo-call.ts";
import { undoSelection } from "./undo-order.ts";

/** Chooses the next undo of a scope, or what comes when nothing is left to undo. */
export function unwind(d: Deliberation, scope: string): void {
  const undoing = requireKnown(d.saga.context.undoing[scope], "way back");
  const left = undoSelection(d.saga.context, undoing);
  const next = left.find((entry) => entry.setAside !== true);
  if (next !== undefined)
    return d.record("undo.started", { state: next.state, visit: next.visit, move: laneMove(scope, `undo.${next.state}`) });

  const stuck = left[0];
  if (stuck !== undefined)
    return d.record("undo.failed", {
      state: stuck.state,
      visit: stuck.visit,
      incident: undoIncident(d, stuck.state),
      move: laneMove(scope, `undo-stuck.${stuck.state}`),
    });
  reachGoal(d, scope, undoing.goal);
}

/** Settles the call of an undo: undone, again, or given up (R7). */
export function settleUndo(d: Deliberation, call: OpenCall, observation: Observation): void {
  const undo = requireKnown(undoCallOf(d.definition, call.state), "call of the undo");
  const outcome = plainOutcome(undo.call, observation);
  const facts: EntryData = { state: call.state, visit: call.visit, callId: call.callId, attempt: call.attempt, kind: "undo" };
  if (outcome.kind === "succeeded") {
    return d.record("undo.succeeded", {
      ...facts,
      status: outcome.status,
      body: outcome.body,
      move: stateMove(call.state, "undo/succeeded"),
    });
  }

  const error = causeOf(d, call.state, outcome);
  const delayMs = delayOf(d, undo.retry, call, outcome);
  if (delayMs === null) return giveUpUndo(d, { ...facts, state: call.state }, error);
  d.record("undo.retrying", {
    ...facts,
    outcome: outcome.kind,
    error,
    ...waitFacts(d, delayMs, outcome.breakerOpen),
    move: stateMove(call.state, "undo/retrying"),
  });
}

/** An undo that made its last attempt, or could not be rendered: the policy says what comes. */
export function giveUpUndo(d: Deliberation, facts: EntryData & { readonly state: string }, error: Cause): void {
  if (d.definition.compensation.onFailure === "continue") {
    return d.record("undo.failed", { ...facts, error, setAside: true, move: stateMove(facts.state, "undo/setAside") });
  }

  d.record("undo.failed", { ...facts, error, incident: undoIncident(d, facts.state), move: stateMove(facts.state, "undo/failed") });
}

function undoIncident(d: Deliberation, state: string): Incident {
  return { reason: "undo_failed", state, lane: "undo", since: d.at };
}

/** A definite refusal of an undo is not retried, unless the policy never gives up. */
function delayOf(d: Deliberation, retry: CompiledTask["undoRetry"], call: OpenCall, outcome: FailedOutcome): number | null {
  const failed = failedTry(d, call, outcome);
  if (d.definition.compensation.onFailure === "retryForever") return delayForEver(retry, failed);

  return outcome.kind === "refused" ? null : delayBeforeRetry({ ...retry, withinMs: null }, failed);
}

function reachGoal(d: Deliberation, scope: string, goal: UndoGoal): void {
  const { context } = d.saga;
  if (scope !== "" && context.turning[scope] !== undefined) return stopBranch(d, scope, "branch.stopped", {});

  const further = scope === "" ? context.turning[""]?.undoing : undefined;
  if (further != null) {
    d.record("saga.turning", { undoing: further });
    return unwind(d, scope);
  }

  if (goal.kind === "goto") {
    const facts = { ...scoped(scope), ...(goal.state === null ? {} : { state: goal.state }) };
    return d.record("undo.finished", { ...facts, move: laneMove(scope, goal.state === null ? "goto-end" : `goto.${goal.state}`) });
  }
  if (goal.kind === "pause") return context.paused === null ? d.record("saga.paused", { by: "compensate, then pause" }) : undefined;

  const undone = context.undone.length + context.waived.length > 0;
  const waived = context.waived.length > 0 ? { waived: context.waived } : {};
  const cause = requireKnown(context.cause, "cause");
  d.record(undone ? "saga.compensated" : "saga.failed", { cause, ...waived, move: undone ? "saga.compensated" : "saga.failed" });
}
