import {
  type CallModel,
  type CatchModel,
  type CompiledSaga,
  compileSaga,
  type SagaModel,
  type ScopeModel,
  type ServiceModel,
  type StateModel,
  type TaskState,
} from "@skald/dsl";
import { type Json, sha256Hex } from "@skald/shared";
import type { Command, Decision, Entry, Incident, Observation, OpenCall, Parent, Saga, SagaEvent, Scope } from "../src/index.ts";
import { apply, decide, incidentOf, newSaga, sagaRow } from "../src/index.ts";

/** A call to `path` of a made-up address. */
export function aCall(path: string, more: Partial<CallModel> = {}): CallModel {
  return {
    method: "POST",
    path: null,
    url: `http://participant.test${path}`,
    query: {},
    headers: {},
    body: null,
    hasBody: false,
    accept: [],
    ...more,
  };
}

/** A task with an undo, one attempt, and nothing else. */
export function aTask(name: string, next: string | null, more: Partial<TaskState> = {}): TaskState {
  return {
    type: "task",
    name,
    call: { kind: "http", call: aCall(`/${name}`) },
    with: null,
    kind: "compensatable",
    retry: aRetry(1),
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

export function aRetry(attempts: number, delayMs = 100): NonNullable<TaskState["retry"]> {
  return { attempts, delayMs, multiplier: 2, maxDelayMs: 10_000, jitter: "none", withinMs: null };
}

export function aCatch(errors: readonly string[], next: string, compensate = false): CatchModel {
  return { errors, when: null, compensate, next };
}

/** Branches at once, each a list of states that begins with its first. */
export function aParallel(
  name: string,
  branches: Readonly<Record<string, readonly StateModel[]>>,
  more: Partial<Extract<StateModel, { type: "parallel" }>> = {},
): StateModel {
  const scopes = Object.entries(branches).map(([branch, states]) => [branch, aScope(states)] as const);

  return { type: "parallel", name, branches: Object.fromEntries(scopes), join: { kind: "all" }, catch: [], next: "done", ...more };
}

/** The states of a branch or a body. */
function aScope(states: readonly StateModel[], output: Json = null): ScopeModel {
  return { start: states[0]?.name ?? "", states, output };
}

/** A body for each item of `input.items`. */
export function aForEach(
  name: string,
  body: readonly StateModel[],
  more: Partial<Extract<StateModel, { type: "forEach" }>> = {},
): StateModel {
  return {
    type: "forEach",
    name,
    in: "${ input.items }",
    each: "item",
    at: "index",
    concurrency: 1,
    tolerate: { kind: "count", count: 0 },
    body: aScope(body),
    compensation: { order: "reverse", concurrency: 1, batch: null },
    catch: [],
    next: "done",
    ...more,
  };
}

export const DONE: StateModel = { type: "succeed", name: "done", output: null };

export function aDefinition(
  states: readonly StateModel[],
  more: Partial<SagaModel> = {},
  children: ReadonlyMap<string, CompiledSaga> = new Map(),
  services: ReadonlyMap<string, ServiceModel> = new Map(),
): CompiledSaga {
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

  return compileSaga(model, {
    services,
    children,
    graph: { start: model.start, nodes: [], edges: [], columns: 0, rows: 0, pivotColumn: null },
    sha256: sha256Hex,
  });
}

export const ok = (body: Json = null): Observation => ({
  kind: "answered",
  status: 200,
  headers: {},
  body: body === null ? "" : JSON.stringify(body),
});
export const status = (code: number, headers: Readonly<Record<string, string>> = {}): Observation => ({
  kind: "answered",
  status: code,
  headers,
  body: "",
});
export const refused: Observation = status(409);
export const timedOut: Observation = { kind: "lost", reason: "no answer in time", timedOut: true };
export const notSent: Observation = { kind: "notSent", reason: "connection refused" };

/** Drives one saga by hand: every event, every entry, a clock that only moves when told. */
export class Drive {
  saga: Saga;
  nowMs = Date.parse("2026-01-01T00:00:00.000Z");
  readonly entries: Entry[] = [];
  readonly definition: CompiledSaga;

  readonly #member: { readonly parent: Parent; readonly afterPivot: boolean } | null;

  constructor(definition: CompiledSaga, input: Json = {}, member: { readonly parent: Parent; readonly afterPivot: boolean } | null = null) {
    this.definition = definition;
    this.#member = member;
    const startedAt = new Date(this.nowMs).toISOString();
    this.saga = newSaga({
      id: "0199aaaa-0000-7000-8000-000000000001",
      namespace: definition.namespace,
      definition,
      input,
      key: null,
      labels: {},
      traceId: "0",
      startedAt,
      parent: member?.parent ?? null,
    });
  }

  get scope(): Scope {
    return {
      definition: this.definition,
      nowMs: this.nowMs,
      random: () => 0.5,
      entryAt: (seq) => this.#entry(seq),
      env: {},
      ...this.#outer,
    };
  }

  /** An item reads what its parent's block can read; here that is nothing but its own names. */
  get #outer(): Pick<Scope, "outer"> {
    return this.#member?.parent.place.endsWith("]") === true ? { outer: {} } : {};
  }

  start(deadlineMs: number | null = null): this {
    return this.event({ kind: "start", deadlineMs, key: null, labels: {}, afterPivot: this.#member?.afterPivot ?? false });
  }

  event(event: SagaEvent): this {
    this.decide(event);
    return this;
  }

  decide(event: SagaEvent): Decision {
    const decision = decide(this.saga, event, this.scope);
    this.entries.push(...decision.entries);
    this.saga = decision.saga;
    if (decision.entries.length > 0) sagaRow(decision.saga, this.definition);
    return decision;
  }

  /** Answers the one open call. */
  answer(observation: Observation): this {
    const { callId, attempt } = this.call;
    return this.event({ kind: "result", callId, attempt, observation });
  }

  /** Answers the open call of a state. */
  answerAt(state: string, observation: Observation): this {
    const call = Object.values(this.saga.context.open).find((one) => one.state === state && !one.held);
    if (call === undefined) throw new Error(`No call of "${state}" is open, but ${Object.keys(this.saga.context.open).join(", ")}.`);
    return this.event({ kind: "result", callId: call.callId, attempt: call.attempt, observation });
  }

  /** Lets the one back-off, or the wait, elapse. */
  elapse(): this {
    const [backoff] = Object.values(this.saga.context.backoff);
    const [wait] = Object.values(this.saga.context.waits);
    const name = backoff?.callId ?? `wait/${wait?.state}`;
    const dueAt = backoff?.dueAt ?? wait?.dueAt ?? "";
    this.nowMs = Math.max(this.nowMs, Date.parse(dueAt));
    return this.event({ kind: "timer", name });
  }

  command(command: Partial<Command> & Pick<Command, "type">): Decision {
    return this.decide({ kind: "command", command: aCommand({ revision: this.saga.seq, ...command }) });
  }

  get incident(): Incident | null {
    return incidentOf(this.saga);
  }

  get call(): OpenCall {
    const [call, ...others] = Object.values(this.saga.context.open);
    if (call === undefined || others.length > 0) throw new Error(`Not one open call but ${others.length + (call === undefined ? 0 : 1)}.`);
    return call;
  }

  /** Kind and state of every call in the order they were opened, such as `undo reserve`. */
  get calls(): readonly string[] {
    return this.entries.flatMap((entry) => (entry.data.opened ?? []).map((call) => `${call.kind} ${call.state}`));
  }

  /** States of the calls that are open and sent, in the order they were opened. */
  get open(): readonly string[] {
    return Object.values(this.saga.context.open).flatMap((call) => (call.held ? [] : [`${call.kind} ${call.state}`]));
  }

  get types(): readonly string[] {
    return this.entries.map((entry) => entry.type);
  }

  /** The saga as its journal alone gives it. */
  folded(): Saga {
    const first = new Drive(this.definition, this.saga.input, this.#member).saga;
    return this.entries.reduce((saga, entry) => apply(saga, entry, this.definition), first);
  }

  #entry(seq: number): Entry {
    const entry = this.entries[seq - 1];
    if (entry === undefined) throw new Error(`There is no entry ${seq}.`);
    return entry;
  }
}

export function aCommand(command: Partial<Command> & Pick<Command, "type">): Command {
  return {
    commandId: "c1",
    actor: "operator",
    reason: "because it must be",
    ticket: null,
    state: null,
    lane: "action",
    visit: null,
    revision: null,
    planHash: null,
    now: false,
    downTo: null,
    then: "end",
    happened: null,
    evidence: "seen in the ledger",
    ...command,
  };
}
