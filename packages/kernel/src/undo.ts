import { type CompiledTask, stateMove } from "@skald/dsl";
import { causeOf } from "./conclude.ts";
import { type Deliberation, requireTask } from "./deliberation.ts";
import { type FailedOutcome, plainOutcome } from "./outcome.ts";
import { delayBeforeRetry, delayForEver } from "./retry.ts";
import { waitFacts } from "./try-again.ts";
import type { Observation, OpenCall } from "./types/call.ts";
import type { EntryData } from "./types/entry.ts";
import type { Cause, SagaContext, UndoEntry } from "./types/saga.ts";

/** What is still to undo, in the order it will be undone: last completed, first undone (R6). */
export function undoOrder(context: SagaContext): readonly UndoEntry[] {
  const keep = context.undoing?.keep ?? context.turning?.keep ?? 0;

  return context.undo.slice(keep).reverse();
}

/** Chooses the next undo, or what comes when nothing is left to undo. */
export function unwind(d: Deliberation): void {
  const left = undoOrder(d.saga.context);
  const next = left.find((entry) => entry.setAside !== true);
  if (next !== undefined) return d.record("undo.started", { state: next.state, visit: next.visit, move: `saga.undo.${next.state}` });

  const stuck = left[0];
  if (stuck !== undefined)
    return d.record("undo.failed", {
      state: stuck.state,
      visit: stuck.visit,
      incident: undoIncident(d, stuck.state),
      move: `saga.undo-stuck.${stuck.state}`,
    });
  reachGoal(d);
}

/** Settles the call of an undo: undone, again, or given up (R7). */
export function settleUndo(d: Deliberation, call: OpenCall, observation: Observation): void {
  const task = requireTask(d.definition, call.state);
  if (task.compensate === null) throw new Error(`"${call.state}" has no undo.`);

  const outcome = plainOutcome(task.compensate, observation);
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
  const delayMs = delayOf(d, task, call, outcome);
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

function undoIncident(d: Deliberation, state: string): NonNullable<SagaContext["incident"]> {
  return { reason: "undo_failed", state, lane: "undo", since: d.at };
}

/** A definite refusal of an undo is not retried, unless the policy never gives up. */
function delayOf(d: Deliberation, task: CompiledTask, call: OpenCall, outcome: FailedOutcome): number | null {
  const failed = {
    attempt: call.attempt,
    firstAtMs: Date.parse(d.saga.context.steps[call.state]?.startedAt ?? call.since),
    nowMs: d.scope.nowMs,
    retryAfterMs: outcome.retryAfterMs,
    breakerOpen: outcome.breakerOpen,
    random: d.scope.random(),
  };
  if (d.definition.compensation.onFailure === "retryForever") return delayForEver(task.undoRetry, failed);

  return outcome.kind === "refused" ? null : delayBeforeRetry({ ...task.undoRetry, withinMs: null }, failed);
}

function reachGoal(d: Deliberation): void {
  const { context } = d.saga;
  const goal = context.undoing?.goal ?? { kind: "end" };
  if (goal.kind === "goto") return d.record("undo.finished", { state: goal.state, move: `saga.goto.${goal.state}` });
  if (goal.kind === "pause") return context.paused === null ? d.record("saga.paused", { by: "compensate, then pause" }) : undefined;

  const undone = context.undone.length + context.waived.length > 0;
  const waived = context.waived.length > 0 ? { waived: context.waived } : {};
  const cause = context.cause === null ? {} : { cause: context.cause };
  d.record(undone ? "saga.compensated" : "saga.failed", { ...cause, ...waived, move: undone ? "saga.compensated" : "saga.failed" });
}
