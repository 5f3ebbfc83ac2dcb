import { canonicalJson, type Json } from "@skald/shared";
import type { SagaModel } from "../model/saga-model.ts";
import type { CompileScope } from "./compile-scope.ts";
import type { CompiledSaga } from "./compiled.ts";
import { machineConfig } from "./machine.ts";
import { sensitivePointers } from "./reads.ts";

/** What `pinSaga` puts together: the head of the document, and states that are compiled. */
export interface SagaParts {
  readonly model: SagaModel;
  readonly scope: CompileScope;
  readonly states: CompiledSaga["states"];
  readonly start: string;
  readonly output: CompiledSaga["output"];
}

/** Draws the chart of compiled states and hashes everything that decides what a saga of it does. */
export function pinSaga({ model, scope, states, start, output }: SagaParts): CompiledSaga {
  const pinned = {
    format: 1,
    namespace: model.namespace,
    name: model.name,
    version: model.version,
    title: model.title,
    labels: model.labels,
    input: model.input,
    key: model.key,
    idempotency: model.idempotency,
    timeout: model.timeout,
    retentionMs: model.retentionMs,
    recovery: model.recovery,
    compensation: model.compensation,
    policy: model.policy,
    concurrency: model.concurrency,
    exposure: model.exposure,
    triggers: model.triggers,
    assertions: model.assertions,
    start,
    output,
    states,
    sensitiveInput: sensitivePointers(model.input),
    machine: machineConfig({ start, states }),
  } as const;
  const hash = `sha256:${scope.sha256(canonicalJson(pinned as unknown as Json))}`;

  return { ...pinned, hash, graph: scope.graph };
}
