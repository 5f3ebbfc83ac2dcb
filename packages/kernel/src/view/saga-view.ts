import type { CompiledSaga } from "@skald/dsl";
import type { SagaSummary, SagaView } from "@skald/shared";
import { commandRules } from "../decide/commands/rules.ts";
import type { Saga } from "../types/saga.ts";
import { maskPointers } from "./mask.ts";
import { rowOf } from "./row.ts";
import { causeView, stepViews } from "./steps.ts";

/** A saga as `GET /sagas/{id}` shows it. Sensitive parts of the input are masked. */
export function sagaView(saga: Saga, definition: CompiledSaga): SagaView {
  return {
    ...sagaSummary(saga, definition),
    steps: [...stepViews(saga, definition)],
    input: maskPointers(saga.input, definition.sensitiveInput),
    output: saga.context.ended?.output ?? saga.context.held?.output ?? null,
    allowedCommands: commandRules(saga, definition).map(({ code: _code, ...rule }) => rule),
  };
}

/** A saga as a row of a list shows it. */
export function sagaSummary(saga: Saga, definition: CompiledSaga): SagaSummary {
  const row = rowOf(saga, definition);

  return {
    id: saga.id,
    namespace: saga.namespace,
    definition: `${saga.namespace}/${saga.definition.name}`,
    version: saga.definition.version,
    hash: saga.definition.hash,
    key: saga.key,
    labels: { ...saga.labels },
    status: row.status,
    phase: row.phase,
    attention: row.attention,
    held: saga.context.held !== null,
    revision: saga.seq,
    progress: row.progress,
    current: [...row.current],
    attemptsMax: row.attemptsMax,
    cause: causeView(saga.context.cause ?? saga.context.caught[""] ?? null, definition),
    waived: [...saga.context.waived],
    startedAt: saga.startedAt,
    updatedAt: saga.at,
    endedAt: row.endedAt,
    deadline: row.deadlineAt,
    traceId: saga.traceId,
  };
}
