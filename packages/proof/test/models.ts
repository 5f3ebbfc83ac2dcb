import {
  type CallModel,
  type CompiledSaga,
  compileSaga,
  type OperationModel,
  type RetryModel,
  type SagaModel,
  type ServiceModel,
  type StateModel,
  type TaskState,
} from "@skald/dsl";
import { sha256Hex } from "@skald/shared";

type Of<T extends StateModel["type"]> = Extract<StateModel, { type: T }>;

const RETRY: RetryModel = { attempts: 1, delayMs: 100, multiplier: 2, maxDelayMs: 1000, jitter: "none", withinMs: null };

export function aCall(path: string, body: string | null = null): CallModel {
  return {
    method: "POST",
    path: null,
    url: `http://service.test${path}`,
    query: {},
    headers: {},
    body,
    hasBody: body !== null,
    accept: [],
  };
}

/** A task with an undo, one attempt, and nothing else. */
export function aTask(name: string, next: string | null, more: Partial<TaskState> = {}): TaskState {
  return {
    type: "task",
    name,
    call: { kind: "http", call: aCall(`/${name}`) },
    with: {},
    kind: "compensatable",
    retry: RETRY,
    timeoutMs: 1000,
    catch: [],
    compensate: aCall(`/${name}/undo`),
    undoRetry: null,
    verify: null,
    errors: null,
    output: null,
    optional: false,
    irreversible: false,
    locks: [],
    await: null,
    idempotencyKey: null,
    next,
    ...more,
  };
}

/** Branches at once, each a list of states that begins with its first. */
export function aParallel(
  name: string,
  branches: Readonly<Record<string, readonly StateModel[]>>,
  more: Partial<Of<"parallel">> = {},
): StateModel {
  const scopes = Object.entries(branches).map(
    ([branch, states]) => [branch, { start: states[0]?.name ?? "", states, output: null }] as const,
  );

  return { type: "parallel", name, branches: Object.fromEntries(scopes), join: { kind: "all" }, catch: [], next: "done", ...more };
}

/** A body for each item of a list nobody knows. */
export function aForEach(name: string, body: readonly StateModel[], more: Partial<Of<"forEach">> = {}): StateModel {
  return {
    type: "forEach",
    name,
    in: "${ input.items }",
    each: "item",
    at: "index",
    concurrency: 1,
    tolerate: { kind: "count", count: 0 },
    body: { start: body[0]?.name ?? "", states: body, output: null },
    compensation: { order: "reverse", concurrency: 1, batch: null },
    catch: [],
    next: "done",
    ...more,
  };
}

/** A two-phase group of two participants at the service `bank`. */
export function aGroup(name: string, protocol: "2pc" | "tcc", more: Partial<Of<"transaction">> = {}): StateModel {
  const participants = ["from", "to"].map((one) => ({
    name: one,
    call: { kind: "operation", service: "bank", operation: one } as const,
    with: {},
  }));

  return {
    type: "transaction",
    name,
    protocol,
    participants,
    kind: "pivot",
    compensate: null,
    locks: [],
    prepareTimeoutMs: null,
    commitTimeoutMs: null,
    abortTimeoutMs: null,
    catch: [],
    next: "done",
    ...more,
  };
}

export function aBank(protocol: "2pc" | "tcc"): ServiceModel {
  const operation = (name: string): OperationModel => ({
    name,
    kind: "pivot",
    params: null,
    call: aCall(`/${name}`),
    output: null,
    outputSchema: null,
    errors: [{ when: "${ response.status == 402 }", type: "Poor", outcome: "refused", retry: false }],
    verify: null,
    compensate: aCall(`/${name}/undo`),
    retry: RETRY,
    undoRetry: null,
    timeoutMs: 1000,
    phases: { protocol, first: aCall(`/${name}/first`), commit: aCall(`/${name}/commit`), abort: aCall(`/${name}/abort`) },
  });
  const live = { baseUrl: "", auth: null, health: null, concurrency: null, rateLimit: null, circuitBreaker: null };

  return {
    kind: "service",
    namespace: "test",
    name: "bank",
    version: "1.0.0",
    title: null,
    live,
    operations: { from: operation("from"), to: operation("to") },
  };
}

export const DONE: StateModel = { type: "succeed", name: "done", output: null };

export interface Around {
  readonly model?: Partial<SagaModel>;
  readonly children?: ReadonlyMap<string, CompiledSaga>;
  readonly services?: ReadonlyMap<string, ServiceModel>;
}

/** A saga of states, compiled without a word of validation. */
export function aDefinition(
  states: readonly StateModel[],
  { model = {}, children = new Map(), services = new Map() }: Around = {},
): CompiledSaga {
  const whole: SagaModel = {
    kind: "saga",
    namespace: "test",
    name: "example",
    version: "1.0.0",
    title: null,
    labels: {},
    services: {},
    input: null,
    key: null,
    idempotency: null,
    timeout: null,
    retentionMs: null,
    recovery: "backward",
    compensation: { order: "reverse", onUnknownOutcome: "verify", onFailure: "suspend", retry: RETRY },
    policy: {},
    concurrency: null,
    exposure: null,
    triggers: [],
    assertions: [],
    start: states[0]?.name ?? "done",
    states,
    ...model,
  };
  const graph = { start: whole.start, nodes: [], edges: [], columns: 0, rows: 0, pivotColumn: null };

  return compileSaga(whole, { services, children, graph, sha256: sha256Hex });
}
