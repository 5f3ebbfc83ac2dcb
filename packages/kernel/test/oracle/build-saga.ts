import type {
  CallModel,
  CatchModel,
  CompensationModel,
  OperationModel,
  RetryModel,
  SagaModel,
  ServiceModel,
  StateModel,
  TaskState,
  VerifyModel,
} from "@skald/dsl";
import type { Definition } from "./run.ts";

/** A retry policy of so many attempts, without delays that matter. */
export function aRetry(attempts: number): RetryModel {
  return { attempts, delayMs: 1, multiplier: 1, maxDelayMs: 1, jitter: "none", withinMs: null };
}

function aCall(url: string, body: string | null = null): CallModel {
  return { method: "POST", path: null, url, query: {}, headers: {}, body, hasBody: body !== null, accept: [] };
}

/** An undo; `readsOutput`: it cannot be sent without an output. */
export function anUndo(readsOutput = false): CallModel {
  return aCall("http://participant/undo", readsOutput ? "${ output.value }" : null);
}

/** A question about an unknown outcome; its output evaluates for both answers. */
export function aVerify(conclusive = false): VerifyModel {
  const output = { value: "${ response.body.value }" };

  return { call: aCall("http://participant/verify"), happened: "${ response.body.happened }", output, conclusive };
}

/** A compensatable task of one attempt, with an undo. */
export function aTask(name: string, next: string | null, more: Partial<TaskState> = {}): TaskState {
  return {
    type: "task",
    name,
    call: { kind: "http", call: aCall("http://participant/act") },
    with: {},
    kind: "compensatable",
    retry: aRetry(1),
    timeoutMs: 1000,
    catch: [],
    compensate: anUndo(),
    undoRetry: null,
    verify: null,
    errors: null,
    output: { value: "${ response.body.value }" },
    optional: false,
    irreversible: false,
    locks: [],
    await: null,
    idempotencyKey: null,
    next,
    ...more,
  };
}

/** A pivot: no undo; asked conclusively when its outcome is unknown, unless told otherwise. */
export function aPivot(name: string, next: string, more: Partial<TaskState> = {}): TaskState {
  return aTask(name, next, { kind: "pivot", compensate: null, verify: aVerify(true), ...more });
}

/** A task behind the pivot. */
export function aRetriable(name: string, next: string | null, more: Partial<TaskState> = {}): TaskState {
  return aTask(name, next, { kind: "retriable", compensate: null, ...more });
}

/** A catch of the types, of all if none is given. */
export function aCatch(next: string, compensate = false, ...errors: readonly string[]): CatchModel {
  return { errors: errors.length === 0 ? ["*"] : errors, when: null, compensate, next };
}

/** The end of a saga that succeeded. */
export const DONE: StateModel = { type: "succeed", name: "done", output: null };

/** The end of a saga that did not. */
export const LOST: StateModel = { type: "fail", name: "lost", error: { type: "Lost", status: null, detail: "" } };

/** A saga of the states, begun at the first one; undo is tried twice. */
export function aSaga(states: readonly StateModel[], policies: Partial<CompensationModel> = {}, more: Partial<SagaModel> = {}): SagaModel {
  return {
    kind: "saga",
    namespace: "default",
    name: "random",
    version: "1.0.0",
    title: null,
    labels: {},
    services: {},
    input: { type: "object", required: ["scope"] },
    key: null,
    idempotency: null,
    timeout: null,
    retentionMs: null,
    recovery: "backward",
    compensation: { order: "reverse", onUnknownOutcome: "verify", onFailure: "suspend", retry: aRetry(2), ...policies },
    policy: {},
    concurrency: null,
    exposure: null,
    triggers: [],
    assertions: [],
    start: states[0]?.name ?? "",
    states,
    ...more,
  };
}

/** A catalogue `bank`: `two` and `tcc` take part in groups and can be undone, `twoFinal` and `tccFinal` cannot; `takeBack` undoes. */
function aBank(attempts: number): ServiceModel {
  const names = ["two", "twoFinal", "tcc", "tccFinal", "takeBack"];

  return {
    kind: "service",
    namespace: "default",
    name: "bank",
    version: "1.0.0",
    title: null,
    live: { baseUrl: "http://bank", auth: null, health: null, concurrency: null, rateLimit: null, circuitBreaker: null },
    operations: Object.fromEntries(names.map((name) => [name, anOperation(name, attempts)])),
  };
}

function anOperation(name: string, attempts: number): OperationModel {
  const call: CallModel = { ...aCall(""), url: null, path: `/${name}` };
  const isFinal = name.endsWith("Final");
  const protocol = name.startsWith("two") ? "2pc" : "tcc";

  return {
    name,
    kind: isFinal ? "pivot" : "compensatable",
    params: null,
    call,
    output: null,
    outputSchema: null,
    errors: [],
    verify: null,
    compensate: isFinal || name === "takeBack" ? null : call,
    retry: aRetry(attempts),
    undoRetry: aRetry(attempts),
    timeoutMs: 1000,
    phases: name === "takeBack" ? null : { protocol, first: call, commit: call, abort: call },
  };
}

/** A definition whose saga may call the bank, and children of the namespace `default` in any version. */
export function aDefinition(saga: SagaModel, children: readonly SagaModel[] = []): Definition {
  return {
    saga,
    services: new Map([["bank", aBank(saga.compensation.retry.attempts)]]),
    children: new Map(children.map((child) => [`${child.namespace}/${child.name}@*`, child])),
  };
}
