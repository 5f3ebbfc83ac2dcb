import type { CompiledSaga } from "@skald/dsl";
import { isJsonArray, isJsonObject, type Json, type SagaSummary, type SagaView } from "@skald/shared";
import { commandRules } from "../commands/rules.ts";
import type { Saga } from "../types/saga.ts";
import { sagaRow } from "./row.ts";
import { causeView, stepViews } from "./steps.ts";

/** What stands in place of a sensitive value. */
export const MASK = "••••••";

/** A saga as `GET /sagas/{id}` shows it. Sensitive parts of the input are masked. */
export function sagaView(saga: Saga, definition: CompiledSaga): SagaView {
  return {
    ...sagaSummary(saga, definition),
    steps: [...stepViews(saga, definition)],
    input: maskPointers(saga.input, definition.sensitiveInput),
    output: saga.context.ended?.output ?? null,
    allowedCommands: commandRules(saga, definition).map(({ code: _code, ...rule }) => rule),
  };
}

/** A saga as a row of a list shows it. */
export function sagaSummary(saga: Saga, definition: CompiledSaga): SagaSummary {
  const row = sagaRow(saga, definition);

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
    held: false,
    revision: saga.seq,
    progress: row.progress,
    current: [...row.current],
    attemptsMax: row.attemptsMax,
    cause: causeView(saga.context.cause ?? saga.context.caught, definition),
    waived: [...saga.context.waived],
    startedAt: saga.startedAt,
    updatedAt: saga.at,
    endedAt: row.endedAt,
    deadline: row.deadlineAt,
    traceId: saga.traceId,
  };
}

/** A copy of a value with everything the pointers name masked. `*` in a pointer means every member of a list. */
export function maskPointers(value: Json, pointers: readonly string[]): Json {
  return pointers.reduce<Json>((masked, pointer) => maskOne(masked, pointer.split("/").slice(1)), value);
}

function maskOne(value: Json, path: readonly string[]): Json {
  const [head, ...rest] = path;
  if (head === undefined) return MASK;
  if (head === "*" && value !== null && typeof value === "object" && isJsonArray(value)) return value.map((one) => maskOne(one, rest));
  if (!isJsonObject(value)) return value;

  const child = value[head];
  return child === undefined ? value : { ...value, [head]: maskOne(child, rest) };
}
