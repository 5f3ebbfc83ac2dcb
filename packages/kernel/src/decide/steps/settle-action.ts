import { type CompiledTask, scopeOf, stateMove } from "@skald/dsl";
import { callNames, documentNames, frozenParams } from "../../names/names.ts";
import { requireTask } from "../../require-state.ts";
import type { Observation, OpenCall } from "../../types/call.ts";
import type { EntryData } from "../../types/entry.ts";
import { actionOutcome, type Outcome } from "../calls/outcome.ts";
import { delayBeforeRetry } from "../calls/retry.ts";
import { failedTry, waitFacts } from "../calls/try-again.ts";
import type { Deliberation } from "../deliberation.ts";
import { arrivedCallback, failUnknown, settleCallback, waitForCallback } from "../waits/callbacks.ts";
import { causeOf, concludeFailure, turnedBack } from "./conclude.ts";
import { succeedStep } from "./succeed-step.ts";
import { visitFacts } from "./visit-facts.ts";

type Succeeded = Extract<Outcome, { kind: "succeeded" }>;

/** Settles the action of a step: on it goes, again, or it failed for good. */
export function settleAction(d: Deliberation, call: OpenCall, observation: Observation): void {
  const task = requireTask(d.definition, call.state);
  const outcome = actionOutcome(task, observation, { names: answerNames(d, task, call), expressions: d.scope.expressions });
  const facts = { state: call.state, visit: call.visit, callId: call.callId, attempt: call.attempt };
  const arrived = arrivedCallback(d, call.state);
  if (arrived !== null) return settleEarly(d, task, { facts, outcome, arrived });
  if (outcome.kind === "succeeded") return settleSuccess(d, task, { ...facts, ...answerOf(outcome) });

  const error = causeOf(d, call.state, outcome);
  const tainted = outcome.kind === "unknown" && task.kind !== "readOnly";
  const delayMs =
    d.saga.context.turning[scopeOf(call.state)] === undefined && outcome.retry
      ? delayBeforeRetry(task.retry, failedTry(d, call, outcome))
      : null;
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

/** A 2xx is the success of a step, unless its callback is awaited. A saga that turns back does not wait for one. */
function settleSuccess(d: Deliberation, task: CompiledTask, facts: EntryData): void {
  if (task.await === null) return succeedStep(d, task, facts);
  if (d.saga.context.turning[scopeOf(task.name)] === undefined) return waitForCallback(d, task, facts);

  failUnknown(d, task, facts, turnedBack(d, task.name));
}

interface Early {
  readonly facts: EntryData;
  readonly outcome: Outcome;
  readonly arrived: EntryData;
}

/** The callback came before the answer and decides, whatever the answer says; an answer that is one may still give the output. */
function settleEarly(d: Deliberation, task: CompiledTask, { facts, outcome, arrived }: Early): void {
  const { output, ...answer }: EntryData = outcome.kind === "succeeded" && arrived.error === undefined ? answerOf(outcome) : {};
  const given: EntryData = arrived.outputAt !== undefined || output === undefined ? {} : { output };

  settleCallback(d, task, { ...facts, ...answer, ...given, ...arrived });
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
    facts: { ...visitFacts(d, state), outcome: "notSent" },
    doubt: "none",
  });
}

function answerNames(d: Deliberation, task: CompiledTask, call: OpenCall): Readonly<Record<string, unknown>> {
  const params = frozenParams(d.scope, { state: call.state, visit: call.visit, openedAt: call.entry });
  if (task.operation !== null) return callNames(d.saga, params, d.scope);

  return { ...documentNames(d.saga, d.scope, task.name), params };
}

function answerOf(outcome: Succeeded): EntryData {
  const output = outcome.output === undefined ? {} : { output: outcome.output };

  return { status: outcome.status, body: outcome.body, ...output };
}
