import { canonicalJson, type GraphView, type Json } from "@skald/shared";
import type { SagaModel, TaskState } from "../model/saga-model.ts";
import type { CallModel, OperationModel, ServiceModel } from "../model/service-model.ts";
import type { CompiledSaga, CompiledState, CompiledTask } from "./compiled.ts";
import { machineConfig } from "./machine.ts";
import { readsAnswer, sensitivePointers } from "./reads.ts";

/** What a compiler needs beside the checked model. */
export interface CompileScope {
  /** By the alias used in `call: alias.operation`. */
  readonly services: ReadonlyMap<string, ServiceModel>;
  readonly graph: GraphView;
  /** SHA-256 in hex of a text: the platform's where there is one. */
  readonly sha256: (text: string) => string;
}

/** Seconds a call may take when neither the step nor the service says so. */
const TIMEOUT_DEFAULT_MS = 30_000;

/**
 * Compiles a checked saga. Everything a running saga needs is resolved into the result; the hash covers it,
 * so a new catalogue version never changes the undo of a running saga (R19).
 */
export function compileSaga(model: SagaModel, scope: CompileScope): CompiledSaga {
  const afterPivot = statesAfterPivot(model, scope.services);
  const states = Object.fromEntries(
    model.states.map((state) => [
      state.name,
      state.type === "task" ? compileTask(state, { model, scope, afterPivot: afterPivot.has(state.name) }) : state,
    ]),
  ) satisfies Record<string, CompiledState>;
  const machine = machineConfig({ start: model.start, states });

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
    start: model.start,
    states,
    sensitiveInput: sensitivePointers(model.input),
    machine,
  } as const;
  const hash = `sha256:${scope.sha256(canonicalJson(pinned as unknown as Json))}`;

  return { ...pinned, hash, graph: scope.graph };
}

interface TaskScope {
  readonly model: SagaModel;
  readonly scope: CompileScope;
  readonly afterPivot: boolean;
}

function compileTask(task: TaskState, { model, scope, afterPivot }: TaskScope): CompiledTask {
  const found = operationOf(task, scope.services);
  const operation = found?.operation ?? null;
  const compensate = task.compensate ?? operation?.compensate ?? null;
  const verify = task.verify ?? operation?.verify ?? null;

  return {
    type: "task",
    name: task.name,
    service: found === null ? null : `${found.service.namespace}/${found.service.name}`,
    label: labelOf(task),
    operation: operation?.name ?? null,
    kind: kindOf(task, operation),
    with: task.with,
    params: operation?.params ?? null,
    call: callOf(task, operation),
    output: task.output ?? operation?.output ?? null,
    outputSchema: operation?.outputSchema ?? null,
    errors: [...(task.errors ?? []), ...(operation?.errors ?? [])],
    verify,
    compensate,
    retry: task.retry ?? operation?.retry ?? model.compensation.retry,
    undoRetry: operation?.undoRetry ?? model.compensation.retry,
    timeoutMs: task.timeoutMs ?? operation?.timeoutMs ?? TIMEOUT_DEFAULT_MS,
    catch: task.catch,
    optional: task.optional,
    next: task.next,
    afterPivot,
    undoReadsAnswer: compensate !== null && readsAnswer(compensate),
    sensitive: sensitivePointers(operation?.params ?? null),
  };
}

/** The kind a task has: its own word, else the catalogue's, else what its undo says. */
export function kindOf(task: TaskState, operation: OperationModel | null): CompiledTask["kind"] {
  return task.kind ?? operation?.kind ?? "compensatable";
}

function callOf(task: TaskState, operation: OperationModel | null): CallModel {
  if (task.call.kind === "http") return task.call.call;
  if (operation === null) throw new Error(`Task "${task.name}" calls an operation that was not resolved; check it before compiling.`);

  return operation.call;
}

function labelOf(task: TaskState): string {
  if (task.call.kind === "operation") return `${task.call.service}.${task.call.operation}`;

  return `${task.call.call.method} ${task.call.call.url ?? ""}`;
}

function operationOf(
  task: TaskState,
  services: ReadonlyMap<string, ServiceModel>,
): { service: ServiceModel; operation: OperationModel } | null {
  if (task.call.kind !== "operation") return null;
  const service = services.get(task.call.service);
  const operation = service?.operations[task.call.operation];

  return service === undefined || operation === undefined ? null : { service, operation };
}

/** States every path to which has passed a pivot: a backward flow of "not yet passed" that never reaches them. */
function statesAfterPivot(model: SagaModel, services: ReadonlyMap<string, ServiceModel>): ReadonlySet<string> {
  const byName = new Map(model.states.map((state) => [state.name, state]));
  const before = new Set<string>();
  const queue = [model.start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const state = byName.get(name);
    if (state === undefined || before.has(name)) continue;
    before.add(name);
    queue.push(...exitsBeforePivot(state, services));
  }

  return new Set(model.states.map((state) => state.name).filter((name) => !before.has(name)));
}

function exitsBeforePivot(state: SagaModel["states"][number], services: ReadonlyMap<string, ServiceModel>): readonly string[] {
  switch (state.type) {
    case "switch":
      return [...state.cases.map((one) => one.next), state.default];
    case "wait":
    case "set":
      return [state.next];
    case "task": {
      const pivot = kindOf(state, operationOf(state, services)?.operation ?? null) === "pivot";
      return [...state.catch.map((one) => one.next), ...(pivot ? [] : [state.next])];
    }
    case "succeed":
    case "fail":
      return [];
  }
}
