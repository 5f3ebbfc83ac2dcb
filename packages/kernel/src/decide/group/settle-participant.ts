import type { CompiledParticipant, CompiledTransaction } from "@skald/dsl";
import { isFirstPhase, isTakingBack } from "@skald/shared";
import { callNames, frozenParams } from "../../names/names.ts";
import { requireKnown } from "../../require-known.ts";
import type { Observation, OpenCall } from "../../types/call.ts";
import type { EntryData } from "../../types/entry.ts";
import { actionOutcome, type FailedOutcome, plainOutcome } from "../calls/outcome.ts";
import { callIdOf } from "../calls/render-call.ts";
import { delayBeforeRetry, delayForEver } from "../calls/retry.ts";
import { failedTry, waitFacts } from "../calls/try-again.ts";
import type { Deliberation } from "../deliberation.ts";
import { causeOf } from "../steps/conclude.ts";
import { goOnGroup } from "./group.ts";
import { phasesOf, requireGroup, requireParticipant } from "./group-parts.ts";

interface Settling {
  readonly group: CompiledTransaction;
  readonly participant: CompiledParticipant;
  readonly call: OpenCall;
  readonly observation: Observation;
  readonly facts: EntryData;
}

/** Settles a call of a participant: its first phase, its commit or its abort. */
export function settleParticipant(d: Deliberation, call: OpenCall, observation: Observation): void {
  const { group, participant } = requireParticipant(d, call.state);
  const { state, visit, callId, attempt, kind } = call;
  const settling: Settling = { group, participant, call, observation, facts: { state, visit, callId, attempt, kind } };

  if (isFirstPhase(kind)) return settleFirst(d, settling);
  settleSecond(d, settling);
}

function settleFirst(d: Deliberation, { group, participant, call, observation, facts }: Settling): void {
  const params = frozenParams(d.scope, { state: call.state, visit: call.visit, openedAt: call.entry });
  const judged = { call: participant.first, errors: participant.errors, output: participant.output, outputSchema: null };
  const names = callNames(d.saga, params, d.scope);
  const outcome = actionOutcome(judged, observation, { names, expressions: d.scope.expressions });
  if (outcome.kind === "succeeded") {
    const output = outcome.output === undefined ? {} : { output: outcome.output };
    d.record("participant.prepared", { ...facts, status: outcome.status, body: outcome.body, ...output });
    return goOnGroup(d, group.name);
  }

  const error = causeOf(d, call.state, outcome);
  const tainted = outcome.kind === "unknown" || d.saga.context.steps[call.state]?.tainted === true;
  const gaveUp = requireGroup(d, group.name).cause !== null;
  const delayMs = outcome.retry && !gaveUp ? delayOf(d, participant, call, outcome) : null;
  const taint = tainted ? { tainted: true as const } : {};
  if (delayMs !== null) {
    return d.record("participant.retrying", {
      ...facts,
      outcome: outcome.kind,
      error,
      ...taint,
      ...waitFacts(d, delayMs, outcome.breakerOpen),
    });
  }

  d.record("participant.failed", { ...facts, outcome: outcome.kind, error, ...taint });
  endBackoffs(d, group);
  goOnGroup(d, group.name);
}

/** Participants that would only be asked again are not: the group is given up. What may have happened there is aborted too. */
function endBackoffs(d: Deliberation, group: CompiledTransaction): void {
  for (const one of Object.values(d.saga.context.backoff)) {
    if (!one.state.startsWith(`${group.name}.`)) continue;
    const { error, tainted } = requireKnown(d.saga.context.steps[one.state], "visit");
    const taint = tainted ? { tainted: true as const } : {};
    d.record("participant.failed", {
      state: one.state,
      visit: one.visit,
      callId: one.callId,
      kind: one.kind,
      outcome: "notSent",
      error: requireKnown(error, "error"),
      ...taint,
    });
  }
}

/** Commit and abort are retried without end (R15, R16). A definite refusal means the participant went its own way. */
function settleSecond(d: Deliberation, { group, participant, call, observation, facts }: Settling): void {
  const isAbort = isTakingBack(call.kind);
  const outcome = plainOutcome(isAbort ? participant.abort : participant.commit, observation);
  if (outcome.kind === "succeeded") {
    d.record("participant.settled", { ...facts, status: outcome.status, body: outcome.body });
    return goOnGroup(d, group.name);
  }

  const error = causeOf(d, call.state, outcome);
  if (outcome.kind === "refused") {
    const incident = { reason: "heuristic_mixed", state: call.state, lane: "action", since: d.at } as const;
    return d.record("participant.stuck", { ...facts, outcome: outcome.kind, error, incident });
  }
  const delayMs = delayForEver(participant.retry, failedTry(d, call, outcome));
  d.record("participant.retrying", { ...facts, outcome: outcome.kind, error, ...waitFacts(d, delayMs, outcome.breakerOpen) });
}

function delayOf(d: Deliberation, participant: CompiledParticipant, call: OpenCall, outcome: FailedOutcome): number | null {
  return delayBeforeRetry(participant.retry, failedTry(d, call, outcome));
}

/** A person has the decision told again to a participant that went its own way. */
export function retryParticipant(d: Deliberation, path: string): string {
  const { group } = requireParticipant(d, path);
  const record = requireGroup(d, group.name);
  const kind = phasesOf(group)[record.phase === "aborting" ? "abort" : "commit"];
  const { visit } = record;

  d.record("participant.retried", { callId: callIdOf(path, visit, kind), kind, state: path, visit, attempt: 1, incident: null });
  return `tells "${path}" to ${kind} again`;
}

/** A person has settled a participant by hand that went its own way. */
export function completeParticipant(d: Deliberation, path: string, by: string): string {
  const { group } = requireParticipant(d, path);
  d.record("participant.settled", { state: path, visit: requireGroup(d, group.name).visit, by, incident: null });
  goOnGroup(d, group.name);

  return `"${path}" was settled by hand`;
}

/** The clock of a phase rang: preparing is given up, a decision that takes too long asks for attention and goes on. */
export function groupTimedOut(d: Deliberation, group: CompiledTransaction): void {
  const record = requireGroup(d, group.name);
  if (record.phase !== "preparing") return d.record("group.late", { state: group.name, visit: record.visit });

  const detail = `not every participant was ready within ${group.prepareTimeoutMs} ms`;
  giveUpGroup(d, group, { type: "Timeout", category: "timeout", status: null, detail });
}

/** Gives a group up that still prepares. A group that is decided goes on. */
export function giveUpGroup(d: Deliberation, group: CompiledTransaction, error: Parameters<typeof causeOf>[2]): void {
  const { phase, visit, cause } = requireGroup(d, group.name);
  if (phase !== "preparing") return;

  // The cause first: that a participant is not asked again is none.
  if (cause === null) d.record("group.failing", { state: group.name, visit, error: causeOf(d, group.name, error) });
  endBackoffs(d, group);
  goOnGroup(d, group.name);
}
