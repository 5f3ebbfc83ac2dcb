import type { Decision, Scope, Verdict } from "../types/decision.ts";
import type { SagaEvent } from "../types/event.ts";
import type { Saga } from "../types/saga.ts";
import { tryAgain } from "./calls/try-again.ts";
import { decideCommand } from "./commands/decide-command.ts";
import { Deliberation } from "./deliberation.ts";
import { groupTimedOut, settleParticipant } from "./group/settle-participant.ts";
import { obey } from "./members/obey.ts";
import { followAll } from "./states/follow.ts";
import { hearPerson } from "./states/human.ts";
import { hearEvent, hearSignal } from "./states/listen.ts";
import { hearMember } from "./states/member-news.ts";
import { causeOf } from "./steps/conclude.ts";
import { settleAction } from "./steps/settle-action.ts";
import { settleVerify } from "./steps/settle-verify.ts";
import { turnBack } from "./undo/turn.ts";
import { settleUndo } from "./undo/undo.ts";
import { hearCallback } from "./waits/callbacks.ts";
import { fireWait } from "./waits/due.ts";
import { ignore } from "./waits/ignore.ts";
import { hearLock } from "./waits/locks.ts";

/** Entries after which a saga no longer goes forward; the rest of its journal is for undo and commands. */
const FORWARD_ENTRIES_MAX = 16_000;

/**
 * What one event leads to. Pure and deterministic: the same saga, event and scope give the same decision.
 * Nothing has happened yet: the caller commits the entries, then performs `pendingCalls`.
 *
 * @throws Error for a defect of kernel or definition, never for what a participant or a person said.
 */
export function decideEvent(saga: Saga, event: SagaEvent, scope: Scope): Decision {
  const d = new Deliberation(saga, scope);
  const verdict = dispatch(d, event);
  followAll(d);
  holdAtLimit(d);

  return { saga: d.saga, entries: d.entries, ...(verdict === undefined ? {} : { verdict }) };
}

function dispatch(d: Deliberation, event: SagaEvent): Verdict | undefined {
  switch (event.kind) {
    case "start":
      start(d, event);
      return undefined;
    case "result":
      settle(d, event);
      return undefined;
    case "timer":
      fire(d, event.name);
      return undefined;
    case "deadline":
      meetDeadline(d);
      return undefined;
    case "member":
      hearMember(d, event.place, event.news);
      return undefined;
    case "order":
      obey(d, event.order);
      return undefined;
    case "poison":
      park(d, event.detail);
      return undefined;
    case "event":
      hearEvent(d, event.event);
      return undefined;
    case "signal":
      hearSignal(d, event.name, event.body);
      return undefined;
    case "callback":
      hearCallback(d, event);
      return undefined;
    case "lock":
      hearLock(d, event);
      return undefined;
    case "human":
      return hearPerson(d, event);
    case "command":
      return decideCommand(d, event.command);
  }
}

function start(d: Deliberation, { deadlineMs, afterPivot, startedBy }: Extract<SagaEvent, { kind: "start" }>): void {
  const { saga, definition } = d;
  if (saga.seq > 0) return;

  d.record("saga.started", {
    saga: {
      namespace: saga.namespace,
      name: definition.name,
      version: definition.version,
      hash: definition.hash,
      key: saga.key,
      labels: saga.labels,
      traceId: saga.traceId,
      ...(saga.parent === null ? {} : { parent: saga.parent }),
      ...(startedBy == null ? {} : { startedBy }),
    },
    input: saga.input,
    ...(afterPivot === true ? { pivot: true } : {}),
    ...(deadlineMs === null ? {} : { deadlineMs }),
    move: "saga.start",
  });
}

/** A result counts only for the very attempt that is open; any other is late or a duplicate (R12). */
function settle(d: Deliberation, event: Extract<SagaEvent, { kind: "result" }>): void {
  const { context } = d.saga;
  const call = context.open[event.callId];
  if (call === undefined || call.attempt !== event.attempt || call.held) {
    const why = call === undefined ? "the call is not open" : "another attempt is open";
    return ignore(d, { callId: event.callId, attempt: event.attempt, why });
  }

  if (call.kind === "action") return settleAction(d, call, event.observation);
  if (call.kind === "verify") return settleVerify(d, call, event.observation);
  if (call.kind === "undo") return settleUndo(d, call, event.observation);
  settleParticipant(d, call, event.observation);
}

/** A wait is over. One that is no longer open fired twice, or too late: nothing happens. */
function fire(d: Deliberation, name: string): void {
  const { context } = d.saga;
  const backoff = context.backoff[name];
  if (backoff !== undefined) return tryAgain(d, backoff);
  const wait = name.startsWith("wait/") ? context.waits[name.slice("wait/".length)] : undefined;
  if (wait === undefined) return;

  const group = d.definition.states[wait.state];
  if (group?.type === "transaction" && wait.kind === "timer") return groupTimedOut(d, group);
  fireWait(d, wait);
}

/** The saga's time is over: cancelled, or stopped for a person; after the pivot only remarked. */
function meetDeadline(d: Deliberation): void {
  const { context } = d.saga;
  if (context.ended !== null || context.deadline?.at == null || context.undoing[""] !== undefined) return;
  if (context.pivotPassed !== null) return d.record("saga.late", {});
  if (d.definition.timeout?.then === "suspend") {
    return d.record("saga.suspended", { incident: { reason: "deadline", state: null, lane: "action", since: d.at } });
  }
  if (context.turning[""] !== undefined) return;

  const cause = causeOf(d, null, { type: "SagaTimeout", category: "timeout", status: null, detail: "the saga ran out of time" });
  turnBack(d, { cause, undoing: { goal: { kind: "end" }, since: 0, within: [] } });
}

function park(d: Deliberation, detail: string): void {
  if (d.saga.context.ended !== null) return;

  d.record("saga.suspended", { incident: { reason: "poisoned", state: null, lane: "action", since: d.at }, why: detail.slice(0, 1000) });
}

function holdAtLimit(d: Deliberation): void {
  const { context, seq } = d.saga;
  if (seq < FORWARD_ENTRIES_MAX || context.undoing[""] !== undefined || context.ended !== null || context.incidents[""] !== undefined)
    return;

  d.record("saga.suspended", { incident: { reason: "limit", state: null, lane: "action", since: d.at } });
}
