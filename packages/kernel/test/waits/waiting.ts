import {
  type CompiledSaga,
  compileSaga,
  type EmitState,
  type HumanState,
  type ListenState,
  type LockModel,
  type OperationModel,
  type SagaModel,
  type ServiceModel,
  type StateModel,
  type TaskState,
} from "@skald/dsl";
import { type Json, type JsonObject, sha256Hex } from "@skald/shared";
import type { CallbackBody, Entry } from "../../src/index.ts";
import { aCall, aDefinition, aRetry, aTask, DONE, Drive, ok } from "../fixtures.ts";

/** A listen for one event of type `paid`, correlated by the subject and `input.order`. */
export function aListen(name: string, next: string | null, more: Partial<ListenState> = {}): ListenState {
  return {
    type: "listen",
    name,
    cases: [{ awaits: anAwaited(), next }],
    timeoutMs: null,
    onTimeout: null,
    compensate: null,
    catch: [],
    ...more,
  };
}

type Awaited = Extract<ListenState["cases"][number]["awaits"], { kind: "event" }>;

export function anAwaited(more: Partial<Awaited> = {}): Awaited {
  return { kind: "event", type: "paid", source: null, key: null, match: "${ input.order }", where: null, ...more };
}

export function aHuman(name: string, outcomes: Readonly<Record<string, string>>, more: Partial<HumanState> = {}): HumanState {
  return { type: "human", name, assign: null, form: null, outcomes, timeoutMs: null, onTimeout: null, fourEyes: false, catch: [], ...more };
}

export function anEmit(name: string, next: string | null, more: Partial<EmitState> = {}): EmitState {
  return { type: "emit", name, event: { type: "confirmed", source: null, subject: null, data: null }, compensate: null, next, ...more };
}

export function aLock(key: string, more: Partial<LockModel> = {}): LockModel {
  return { key, mode: "exclusive", waitMs: 10_000, release: "saga", ...more };
}

/** A CloudEvent of type `paid` for order 7. */
export function aPaid(more: JsonObject = {}): JsonObject {
  return { specversion: "1.0", id: "e1", source: "payments", type: "paid", subject: "7", data: { amount: 5 }, ...more };
}

/** The service `desk` with the operation `revoke`, which undoes by `params`. */
const REVOKE: OperationModel = {
  name: "revoke",
  kind: "retriable",
  params: null,
  call: aCall("/revoke", { hasBody: true, body: "${ params }" }),
  output: null,
  outputSchema: null,
  errors: [],
  verify: null,
  compensate: null,
  retry: aRetry(1),
  undoRetry: null,
  timeoutMs: 1000,
  phases: null,
};
const DESK = { kind: "service", namespace: "test", name: "desk", operations: { revoke: REVOKE } } as unknown as ServiceModel;

export const REVOKE_CALL = { kind: "operation", service: "desk", operation: "revoke" } as const;

/** A definition whose states may call `desk.revoke`. */
export function aDeskDefinition(states: readonly StateModel[], more: Partial<SagaModel> = {}): CompiledSaga {
  const model: SagaModel = {
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
    compensation: { order: "reverse", onUnknownOutcome: "verify", onFailure: "suspend", retry: aRetry(2) },
    policy: {},
    concurrency: null,
    exposure: null,
    triggers: [],
    assertions: [],
    start: states[0]?.name ?? "done",
    states,
    ...more,
  };
  const graph = { start: model.start, nodes: [], edges: [], columns: 0, rows: 0, pivotColumn: null };

  return compileSaga(model, { services: new Map([["desk", DESK]]), graph, sha256: sha256Hex });
}

export function sendEvent(drive: Drive, event: JsonObject = aPaid()): Drive {
  return drive.event({ kind: "event", event });
}

export function callBack(drive: Drive, body: CallbackBody, { state = "a", visit = 1 } = {}): Drive {
  return drive.event({ kind: "callback", state, visit, body });
}

/** The last entry of a type. */
export function lastOf(drive: Drive, type: Entry["type"]): Entry["data"] {
  const entry = drive.entries.findLast((one) => one.type === type);
  if (entry === undefined) throw new Error(`There is no entry "${type}", but ${drive.types.join(", ")}.`);

  return entry.data;
}

/** What the call opened last was sent with. */
export function lastBody(drive: Drive): Json {
  const body = drive.entries.flatMap((entry) => entry.data.opened ?? []).at(-1)?.request.body;

  return body == null ? null : (JSON.parse(body) as Json);
}

export const VERIFY: TaskState["verify"] = {
  call: aCall("/a/verify"),
  happened: "${ response.body.done }",
  output: "${ response.body }",
  conclusive: false,
};
export const READING_UNDO = aCall("/a/undo", { hasBody: true, body: "${ output }" });

/** A saga that has done `first` and calls `a`, whose callback it will await. */
export const awaiting = (more: Partial<TaskState> = {}): Drive =>
  new Drive(aDefinition([aTask("first", "a"), aTask("a", "last", { await: { timeoutMs: null }, ...more }), aTask("last", "done"), DONE]))
    .start()
    .answer(ok());

export const acknowledged = (more: Partial<TaskState> = {}): Drive => awaiting(more).answer(ok({ ticket: 1 }));
