import { createHash } from "node:crypto";
import {
  type CallModel,
  type CompiledSaga,
  compileSaga,
  type RetryModel,
  type SagaModel,
  type StateModel,
  type TaskState,
} from "@skald/dsl";

/** One call at a host nobody listens at: gateways of tests never send. */
function aCall(path: string, body: CallModel["body"]): CallModel {
  return { method: "POST", path: null, url: `http://participant.test/${path}`, query: {}, headers: {}, body, hasBody: true, accept: [] };
}

/** Three attempts, 100 ms apart, so that a back-off lives in memory. */
export const SHORT_RETRY: RetryModel = { attempts: 3, delayMs: 100, multiplier: 1, maxDelayMs: 100, jitter: "none", withinMs: null };

/** Three attempts, a minute apart, so that a back-off is a timer row. */
export const LONG_RETRY: RetryModel = { ...SHORT_RETRY, delayMs: 60_000, maxDelayMs: 60_000 };

/** A task with an undo. */
export function aTask(name: string, next: string, fields: Partial<TaskState> = {}): TaskState {
  return {
    type: "task",
    name,
    call: { kind: "http", call: aCall(name, { item: "${ input.item }" }) },
    with: {},
    kind: "compensatable",
    retry: SHORT_RETRY,
    timeoutMs: 1000,
    catch: [],
    compensate: aCall(`${name}/undo`, {}),
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
    ...fields,
  };
}

/** A `wait` of so many milliseconds. */
export function aWait(name: string, forMs: number, next: string): StateModel {
  return { type: "wait", name, forMs, until: null, next };
}

/** A compiled saga of the states given, which ends at `done`. */
export function aDefinition(name: string, states: readonly StateModel[], fields: Partial<SagaModel> = {}): CompiledSaga {
  const model: SagaModel = {
    kind: "saga",
    namespace: "test",
    name,
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
    compensation: { order: "reverse", onUnknownOutcome: "compensate", onFailure: "suspend", retry: SHORT_RETRY },
    policy: {},
    concurrency: null,
    exposure: null,
    triggers: [],
    assertions: [],
    start: states[0]?.name ?? "done",
    states: [...states, { type: "succeed", name: "done", output: null }],
    ...fields,
  };

  return compileSaga(model, { services: new Map(), graph: noGraph(model.start), sha256 });
}

/** reserve, pay, ship: three tasks in a row, each with an undo. */
export function anOrder(fields: Partial<TaskState> = {}): CompiledSaga {
  return aDefinition("order", [aTask("reserve", "pay", fields), aTask("pay", "ship", fields), aTask("ship", "done", fields)]);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function noGraph(start: string): CompiledSaga["graph"] {
  return { start, nodes: [], edges: [], columns: 0, rows: 0, pivotColumn: null };
}
