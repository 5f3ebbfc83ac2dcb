import type { CompiledSaga } from "@skald/dsl";
import type { Saga, SagaRow } from "../types/saga.ts";
import { incidentOf } from "./attention.ts";
import { progressOf } from "./progress.ts";
import { currentStates, movers, sagaStatus } from "./status.ts";

/**
 * What the row of a saga says: lists, counters and search read nothing else.
 *
 * @throws Error when nothing can move a live saga: a defect, which must not be written down as truth (G3).
 */
export function sagaRow(saga: Saga, definition: CompiledSaga): SagaRow {
  const row = rowOf(saga, definition);
  if (saga.context.ended === null && row.movers.length === 0)
    throw new Error(`Nothing can move saga "${saga.id}" at ${JSON.stringify(saga.value)}.`);

  return row;
}

/** The same for showing: between two entries of one decision nothing may move a saga, and it can be looked at there. */
export function rowOf(saga: Saga, definition: CompiledSaga): SagaRow {
  const { context } = saga;
  const tries = [
    ...Object.values(context.open).map((call) => call.attempt),
    ...Object.values(context.backoff).map((one) => one.attempt - 1),
  ];
  const incident = incidentOf(saga);
  const stuck = incident?.state == null ? undefined : context.steps[incident.state];
  const stuckTries = incident?.lane === "undo" ? stuck?.undoAttempts : stuck?.attempts;
  const cause = context.cause ?? context.caught[""];
  return {
    status: sagaStatus(saga),
    phase: context.phase,
    attention: attentionOf(saga),
    movers: movers(saga),
    current: currentStates(saga),
    attemptsMax: Math.max(0, stuckTries ?? 0, ...tries),
    parkedOn: Object.values(context.backoff).find((one) => one.parked)?.state ?? null,
    errorType: cause?.type ?? null,
    failedState: cause?.state ?? null,
    output: context.ended?.output ?? context.held?.output ?? null,
    endedAt: context.ended?.at ?? null,
    deadlineAt: context.deadline?.at ?? null,
    progress: progressOf(saga, definition),
  };
}

/** Why the saga needs, or may soon need, a person. */
function attentionOf(saga: Saga): SagaRow["attention"] {
  const { late } = saga.context;
  const incident = incidentOf(saga);
  if (incident !== null) return { reason: incident.reason, state: incident.state, since: incident.since };

  if (late !== null) return { reason: "deadline", state: null, since: late.since };

  for (const [state, { lateSince }] of Object.entries(saga.context.groups))
    if (lateSince !== null) return { reason: "in_doubt", state, since: lateSince };
  return null;
}
