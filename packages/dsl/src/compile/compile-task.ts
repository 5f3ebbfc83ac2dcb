import { kindOfTask } from "../model/edges.ts";
import { operationOf } from "../model/resolve.ts";
import type { TaskState } from "../model/saga-model.ts";
import type { CallModel, OperationModel, ServiceModel } from "../model/service-model.ts";
import { addressOf } from "../model/states/address-of.ts";
import { catchesTo, type StateScope } from "./compile-scope.ts";
import type { CompiledTask } from "./compiled.ts";
import { readsAnswer, sensitivePointers } from "./reads.ts";

/** Milliseconds a call may take when neither the step nor the service says so. */
const TIMEOUT_DEFAULT_MS = 30_000;

// A pull worker is asked by the engine, not called: its request is the parameters alone.
const WORKER_CALL: CallModel = {
  method: "POST",
  path: null,
  url: null,
  query: {},
  headers: {},
  body: `\${ params }`,
  hasBody: true,
  accept: [],
};

/** A task with everything its catalogue gives resolved into it. */
export function compileTask(task: TaskState, { model, scope, afterPivot, path, to }: StateScope): CompiledTask {
  const operation = operationOf(task, scope.services);
  const compensate = task.compensate ?? operation?.compensate ?? null;

  return {
    type: "task",
    name: path,
    service: serviceName(task, scope.services),
    label: labelOf(task),
    operation: operation?.name ?? null,
    kind: kindOfTask(task, scope.services),
    with: task.with,
    params: operation?.params ?? null,
    call: callOf(task, operation),
    output: task.output ?? operation?.output ?? null,
    outputSchema: operation?.outputSchema ?? null,
    errors: [...(task.errors ?? []), ...(operation?.errors ?? [])],
    verify: task.verify ?? operation?.verify ?? null,
    compensate,
    // Each is whole, so the last there is replaces the others. A step without a retry of its own calls an operation, which has one.
    retry: { ...model.compensation.retry, ...operation?.retry, ...task.retry },
    undoRetry: task.undoRetry ?? operation?.undoRetry ?? model.compensation.retry,
    timeoutMs: task.timeoutMs ?? operation?.timeoutMs ?? TIMEOUT_DEFAULT_MS,
    catch: catchesTo(task.catch, to),
    optional: task.optional,
    locks: task.locks,
    await: task.await,
    queue: task.call.kind === "worker" ? task.call.queue : null,
    idempotencyKey: task.idempotencyKey,
    next: task.next === null ? null : to(task.next),
    afterPivot: afterPivot(task.name),
    undoReadsAnswer: compensate !== null && readsAnswer(compensate),
    sensitive: sensitivePointers(operation?.params ?? null),
  };
}

function callOf(task: TaskState, operation: OperationModel | null): CallModel {
  if (task.call.kind === "http") return task.call.call;
  if (task.call.kind === "worker") return WORKER_CALL;
  if (operation === null) throw new Error(`Task "${task.name}" calls an operation that was not resolved; check it before compiling.`);

  return operation.call;
}

function labelOf({ call }: TaskState): string {
  if (call.kind === "operation") return `${call.service}.${call.operation}`;

  return call.kind === "worker" ? `worker ${call.queue}` : `${call.call.method} ${addressOf(call.call)}`;
}

function serviceName({ call }: TaskState, services: ReadonlyMap<string, ServiceModel>): string | null {
  const service = call.kind === "operation" ? services.get(call.service) : undefined;

  return service === undefined ? null : `${service.namespace}/${service.name}`;
}
