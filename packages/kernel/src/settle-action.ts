import { type CompiledTask, stateMove } from "@skald/dsl";
import { causeOf, concludeFailure } from "./conclude.ts";
import { type Deliberation, requireTask } from "./deliberation.ts";
import { callNames, documentNames, frozenParams } from "./expression-scope.ts";
import { actionOutcome, type FailedOutcome, type Outcome } from "./outcome.ts";
import { delayBeforeRetry } from "./retry.ts";
import { waitFacts } from "./try-again.ts";
import type { Observation, OpenCall } from "./types/call.ts";
import type { EntryData } from "./types/entry.ts";

type Succeeded = Extract<Outcome, { kind: "succeeded" }>;

/** Settles the action of a step: on it goes, again, or it failed for good. */
export function settleAction(d: Deliberation, call: OpenCall, observation: Observation): void {
  const task = requireTask(d.definition, call.state);
  const outcome = actionOutcome(task, observation, answerNames(d, task, call));
  const facts = { state: call.state, visit: call.visit, callId: call.callId, attempt: call.attempt };
  if (outcome.kind === "succeeded") return succeedStep(d, task, { ...facts, ...answerOf(outcome) });

  const error = causeOf(d, call.state, outcome);
  const tainted = outcome.kind === "unknown" && task.kind !== "readOnly";
  const delayMs = d.saga.context.turning === null && outcome.retry ? delayOf(d, task, call, outcome) : null;
  if (delayMs !== null) {
    const wait = waitFacts(d, delayMs, outcome.breakerOpen);
    const taint = tainted ? { tainted: true as const } : {};
    return d.record("step.retrying", {
      ...facts,
      outcome: outcome.kind,
      error,
      ...taint,
      ...wait,
      move: stateMove(call.state, "retrying"),
    });
  }

  const doubt = tainted || d.saga.context.steps[call.state]?.tainted === true ? "open" : "none";
  concludeFailure(d, { task, type: tainted ? "step.unknown" : "step.failed", error, facts: { ...facts, outcome: outcome.kind }, doubt });
}

/**
 * Registers a success: the undo on the stack in the same entry (R1), the pivot's seal (R8), and the way on.
 * A saga that wants to turn back does so here, unless the pivot just closed the way (R10).
 */
export function succeedStep(d: Deliberation, task: CompiledTask, facts: EntryData): void {
  const { context } = d.saga;
  const pivot = task.kind === "pivot";
  const undoable = task.compensate !== null && !pivot && context.pivotPassed === null;
  const registers: EntryData = { ...(undoable ? { undo: "done" } : {}), ...(pivot ? { pivot: true } : {}) };
  const type = facts.happened === undefined ? "step.succeeded" : "verify.answered";
  if (context.turning !== null && !pivot) {
    const { goal, keep, cause } = context.turning;
    return d.record(type, { ...facts, ...registers, cause, undoing: { goal, keep }, turning: null, move: "saga.unwind" });
  }

  const kept = context.turning === null ? {} : { turning: null, why: "no effect: the pivot succeeded" };
  d.record(type, { ...facts, ...registers, ...kept, move: stateMove(task.name, "succeeded") });
}

/** Fails a step whose request could not be rendered: nothing was sent, so nothing can have happened in this visit. */
export function failUnrendered(d: Deliberation, state: string, failure: { readonly type: string; readonly detail: string }): void {
  const task = requireTask(d.definition, state);
  const error = causeOf(d, state, {
    type: failure.type,
    category: failure.type === "TooManyVisits" ? "internal" : "consistency",
    status: null,
    detail: failure.detail,
  });

  concludeFailure(d, {
    task,
    type: "step.failed",
    error,
    facts: { state, visit: d.saga.context.visits[state] ?? 1, outcome: "notSent" },
    doubt: "none",
  });
}

function answerNames(d: Deliberation, task: CompiledTask, call: OpenCall): Readonly<Record<string, unknown>> {
  const params = frozenParams(d.scope, { state: call.state, visit: call.visit, openedAt: call.entry });
  if (task.operation !== null) return callNames(d.saga, params, d.scope);

  return { ...documentNames(d.saga, d.scope), params };
}

function answerOf(outcome: Succeeded): EntryData {
  const output = outcome.output === undefined ? {} : { output: outcome.output };

  return { status: outcome.status, body: outcome.body, ...output };
}

function delayOf(d: Deliberation, task: CompiledTask, call: OpenCall, outcome: FailedOutcome): number | null {
  const startedAt = d.saga.context.steps[call.state]?.startedAt ?? call.since;

  return delayBeforeRetry(task.retry, {
    attempt: call.attempt,
    firstAtMs: Date.parse(startedAt),
    nowMs: d.scope.nowMs,
    retryAfterMs: outcome.retryAfterMs,
    breakerOpen: outcome.breakerOpen,
    random: d.scope.random(),
  });
}
