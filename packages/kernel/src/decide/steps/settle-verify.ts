import { type CompiledTask, stateMove } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { callNames, frozenParams } from "../../names/names.ts";
import { requireKnown } from "../../require-known.ts";
import { requireTask } from "../../require-state.ts";
import type { Observation, OpenCall } from "../../types/call.ts";
import type { EntryData } from "../../types/entry.ts";
import type { Cause } from "../../types/saga.ts";
import { plainOutcome, responseNames } from "../calls/outcome.ts";
import { delayBeforeRetry } from "../calls/retry.ts";
import { waitFacts } from "../calls/try-again.ts";
import type { Deliberation } from "../deliberation.ts";
import { arrivedCallback, settleCallback } from "../waits/callbacks.ts";
import { causeOf, concludeFailure } from "./conclude.ts";
import { succeedStep } from "./succeed-step.ts";
import { visitFacts } from "./visit-facts.ts";

/** What a verify said: yes, no, or nothing that can be used. */
type Answer =
  | { readonly kind: "answered"; readonly happened: boolean; readonly output: Json | undefined }
  | {
      readonly kind: "none";
      readonly detail: string;
      readonly retry: boolean;
      readonly retryAfterMs: number | null;
      readonly breakerOpen: boolean;
    };

/** Settles the question whether a call happened (R2). */
export function settleVerify(d: Deliberation, call: OpenCall, observation: Observation): void {
  const task = requireTask(d.definition, call.state);
  const facts: EntryData = { state: call.state, visit: call.visit, callId: call.callId, attempt: call.attempt, kind: "verify" };
  const arrived = arrivedCallback(d, call.state);
  if (arrived !== null) return settleCallback(d, task, { ...facts, ...arrived });
  const answer = answerOf(d, task, call, observation);
  if (answer.kind === "none") return withoutAnswer(d, { task, call, answer, facts });

  const told: EntryData = { ...facts, happened: answer.happened, ...(answer.output === undefined ? {} : { output: answer.output }) };
  if (answer.happened) return succeedStep(d, task, told);

  const error = causeOf(d, call.state, {
    type: "NotDone",
    category: "communication",
    status: null,
    detail: "the outcome was unknown, and the participant says it did not happen",
  });
  const conclusive = requireKnown(task.verify, "verify").conclusive;
  concludeFailure(d, { task, type: "verify.answered", error, facts: told, doubt: conclusive ? "none" : "doubtful" });
}

/** A verify that could not be asked at all leaves the outcome unknown. */
export function failVerify(d: Deliberation, state: string, detail: string): void {
  const task = requireTask(d.definition, state);
  concludeFailure(d, {
    task,
    type: "verify.failed",
    error: errorInDoubt(d, state),
    facts: { ...visitFacts(d, state), why: detail },
    doubt: "unanswered",
  });
}

function answerOf(d: Deliberation, task: CompiledTask, call: OpenCall, observation: Observation): Answer {
  const verify = requireKnown(task.verify, "verify");
  const outcome = plainOutcome(verify.call, observation);
  if (outcome.kind !== "succeeded") return { ...outcome, kind: "none", retry: outcome.kind !== "refused" };

  const { openedAt } = requireKnown(d.saga.context.steps[call.state], "visit");
  const params = frozenParams(d.scope, { state: call.state, visit: call.visit, openedAt });
  const names = { ...callNames(d.saga, params, d.scope), response: responseNames(outcome) };
  const happened = d.scope.expressions.evaluateBoolean(verify.happened, names);
  if (!happened.ok)
    return { kind: "none", detail: `happened: ${happened.error.message}`, retry: true, retryAfterMs: null, breakerOpen: false };
  if (verify.output === null) return { kind: "answered", happened: happened.value, output: undefined };

  const output = d.scope.expressions.renderJson(verify.output, names);
  if (!output.ok) return { kind: "none", detail: `output: ${output.error.message}`, retry: true, retryAfterMs: null, breakerOpen: false };
  return { kind: "answered", happened: happened.value, output: output.value };
}

interface Unanswered {
  readonly task: CompiledTask;
  readonly call: OpenCall;
  readonly answer: Extract<Answer, { kind: "none" }>;
  readonly facts: EntryData;
}

function withoutAnswer(d: Deliberation, { task, call, answer, facts }: Unanswered): void {
  const delayMs = answer.retry
    ? delayBeforeRetry(task.retry, {
        attempt: call.attempt,
        firstAtMs: d.scope.nowMs,
        nowMs: d.scope.nowMs,
        retryAfterMs: answer.retryAfterMs,
        breakerOpen: answer.breakerOpen,
        random: d.scope.random(),
      })
    : null;
  if (delayMs === null) {
    const told = { ...facts, why: answer.detail };
    return concludeFailure(d, { task, type: "verify.failed", error: errorInDoubt(d, call.state), facts: told, doubt: "unanswered" });
  }

  const wait = waitFacts(d, delayMs, answer.breakerOpen);
  d.record("verify.retrying", { ...facts, why: answer.detail, ...wait, move: stateMove(call.state, "verify/retrying") });
}

/**
 * The error of a step whose outcome nobody could tell: that of its last attempt, unless that one certainly did nothing.
 * Then it is an earlier attempt that is in doubt.
 */
function errorInDoubt(d: Deliberation, state: string): Cause {
  const own = requireKnown(d.saga.context.steps[state]?.error, "error");
  if (own.category !== "step" && own.type !== "Unavailable") return own;

  const detail = `an earlier attempt may have happened, and nobody could tell; the last one: ${own.type}`;
  return causeOf(d, state, { type: "Unknown", category: "communication", status: null, detail });
}
