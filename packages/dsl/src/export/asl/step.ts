import { kindOfTask } from "../../model/edges.ts";
import { findOperation, operationOf, type ResolvedServices } from "../../model/resolve.ts";
import type { SagaModel, SentEventModel, StateModel, TaskState } from "../../model/saga-model.ts";
import type { CallModel, ErrorRule, OperationModel, RetryModel, ServiceModel, Template, VerifyModel } from "../../model/service-model.ts";

/** A saga with the catalogues it calls, as far as they are known. */
export interface Catalogued {
  readonly saga: SagaModel;
  readonly services: ResolvedServices;
}

/** A call as an HTTP task needs it. */
export interface HttpCall {
  readonly call: CallModel;
  /** Where it goes; may hold expressions. */
  readonly address: string;
  /** The deployed connection that authenticates it. */
  readonly connection: string;
}

/** A task with what its catalogue gives. */
export interface Step {
  readonly task: TaskState;
  readonly kind: NonNullable<TaskState["kind"]>;
  readonly operation: OperationModel | null;
  readonly service: ServiceModel | null;
  /** Null: a worker, SQL, an operation of two phases, or one that is not known. */
  readonly http: HttpCall | null;
  readonly errors: readonly ErrorRule[];
  readonly output: Template;
  readonly verify: VerifyModel | null;
  /** Null where the kind of the step has none. */
  readonly undo: CallModel | null;
  readonly retry: RetryModel;
  readonly timeoutMs: number;
}

const TIMEOUT_DEFAULT_MS = 30_000;

/** Resolves a task. What neither it nor a catalogue says is as the engine takes it. */
export function stepOf(task: TaskState, { saga, services }: Catalogued): Step {
  const operation = operationOf(task, services);
  const service = (task.call.kind === "operation" ? services.get(task.call.service) : null) ?? null;
  const call = task.call.kind === "http" ? task.call.call : operation?.call;
  const kind = kindOfTask(task, services);

  return {
    task,
    kind,
    operation,
    service,
    http: call === undefined ? null : httpCall(call, service),
    errors: [...(task.errors ?? []), ...(operation?.errors ?? [])],
    output: task.output ?? operation?.output ?? "${ response.body }",
    verify: task.verify ?? operation?.verify ?? null,
    undo: kind === "pivot" || kind === "readOnly" ? null : (task.compensate ?? operation?.compensate ?? null),
    retry: task.retry ?? operation?.retry ?? saga.compensation.retry,
    timeoutMs: task.timeoutMs ?? operation?.timeoutMs ?? TIMEOUT_DEFAULT_MS,
  };
}

/** A call with its address; null for SQL and for what is no call. */
export function httpCall(call: CallModel, service: ServiceModel | null | undefined): HttpCall | null {
  const address = call.url ?? (call.path === null ? null : `${service?.live.baseUrl ?? ""}${call.path}`);
  if (address === null) return null;

  return { call, address, connection: `${(service?.name ?? "http").replaceAll(/[^A-Za-z0-9]/g, "_")}ConnectionArn` };
}

/** How a state is taken back. `given` are the params of its call, `retry` null: until it is accepted. */
export type Undo =
  | { readonly kind: "call"; readonly http: HttpCall | null; readonly given: Template; readonly retry: RetryModel }
  | { readonly kind: "emit"; readonly event: SentEventModel };

/** The undo of a state; null: it has none. Blocks, groups and children are told on their own. */
export function undoOf(state: StateModel, catalogued: Catalogued): Undo | null {
  const { saga, services } = catalogued;
  if (state.type === "task") {
    const { undo, service, operation } = stepOf(state, catalogued);
    return undo === null
      ? null
      : {
          kind: "call",
          http: httpCall(undo, service),
          given: state.with,
          retry: state.undoRetry ?? operation?.undoRetry ?? saga.compensation.retry,
        };
  }
  if (state.type !== "emit" && state.type !== "listen") return null;
  if (state.compensate?.kind !== "call") return state.compensate;

  const { call, with: given } = state.compensate;
  const operation = findOperation(call, services);
  const http = operation === null ? null : httpCall(operation.call, services.get(call.service));
  return { kind: "call", http, given, retry: operation?.retry ?? saga.compensation.retry };
}
