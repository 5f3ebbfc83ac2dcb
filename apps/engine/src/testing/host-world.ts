import type { CompiledSaga } from "@skald/dsl";
import { incidentOf, type Saga } from "@skald/kernel";
import type { Gateway } from "../ports/gateway.ts";
import type { HostStart, StartGate } from "../ports/saga-host.ts";
import type { SagaStore, Unit, UnitOutcome } from "../ports/saga-store.ts";
import type { Definitions } from "../runtime/definition-cache.ts";
import { createHost, type HostPorts, type RuntimeHost } from "../runtime/host.ts";
import type { ManualClock } from "./manual-clock.ts";
import { createRecordedTelemetry, type RecordedTelemetry } from "./recorded-telemetry.ts";
import { createScriptedGateway, type ScriptedGateway } from "./scripted-gateway.ts";
import { createSequentialIds } from "./sequential-ids.ts";
import type { StoreWorld } from "./store-world.ts";

/** A store to run hosts on. `passTime` moves `clock` too. */
export interface HostWorld extends StoreWorld {
  readonly clock: ManualClock;
  readonly definitions: Definitions;
  /** Returns when everything that can happen without time passing has happened. */
  settle(): Promise<void>;
}

/** A world with one host in it, and what it talks to. */
export interface Stage {
  readonly world: HostWorld;
  readonly gateway: ScriptedGateway;
  readonly telemetry: RecordedTelemetry;
  readonly host: RuntimeHost;
  /** Lets the host die at once, and opens another one on the same rows. */
  restart(ports?: Partial<HostPorts>): Promise<Stage>;
  /** Passes time until the saga has ended or waits for a person, at most ten minutes of it. */
  run(sagaId: string): Promise<Saga>;
}

/** Opens a stage in a new world that knows the definitions given. */
export type OpenStage = (...definitions: readonly CompiledSaga[]) => Promise<Stage>;

/** Opens a host that is recovered and looks for due work. */
export async function openStage(
  world: HostWorld,
  ports: Partial<HostPorts> = {},
  gateway: ScriptedGateway = createScriptedGateway(),
): Promise<Stage> {
  return stageOn(world, world.store, gateway, ports);
}

async function stageOn(world: HostWorld, store: SagaStore, gateway: ScriptedGateway, ports: Partial<HostPorts>): Promise<Stage> {
  const telemetry = createRecordedTelemetry();
  const ids = createSequentialIds();
  const { clock, definitions } = world;
  const host = createHost({ store, gateway, definitions, clock, ids, telemetry, env: {}, ...ports });
  await host.recover();

  return {
    world,
    gateway,
    telemetry,
    host,
    async restart(next = {}) {
      host.dropAll();
      return stageOn(world, await world.takeOver(), gateway, next);
    },
    async run(sagaId) {
      for (let second = 0; second < 600; second += 1) {
        await world.settle();
        const saga = (await host.read(sagaId))?.saga;
        if (saga !== undefined && (saga.context.ended !== null || incidentOf(saga) !== null)) return saga;
        await world.passTime(1000);
      }
      throw new Error(`Saga "${sagaId}" did not end within ten minutes.`);
    },
  };
}

/** A start with the header key given, if any. */
export function aStart(definition: CompiledSaga, key: string | null = null, fields: Partial<HostStart> = {}): HostStart {
  const gates: readonly StartGate[] = key === null ? [] : [{ scope: "start", key, fingerprint: "body" }];

  return {
    definitionHash: definition.hash,
    namespace: definition.namespace,
    input: { item: "lamp" },
    key: null,
    labels: {},
    deadlineMs: null,
    traceId: "0af7651916cd43dd8448eb211c80319c",
    gates,
    ...fields,
  };
}

/** Starts a saga that must be accepted. */
export async function startSaga(stage: Stage, definition: CompiledSaga, fields: Partial<HostStart> = {}): Promise<string> {
  const outcome = await stage.host.start(aStart(definition, null, fields));
  if (outcome.kind !== "started") throw new Error(`The start was answered "${outcome.kind}".`);

  return outcome.sagaId;
}

/** Ports that work up to their n-th call, and never answer from then on: a process that dies there. */
export interface DyingPorts {
  readonly store: SagaStore;
  readonly gateway: Gateway;
  calls(): number;
  isDead(): boolean;
}

/** `after`: the fatal call is carried out, but its answer is never seen. `at` 0: immortal, only counting. */
export function createDyingPorts(store: SagaStore, gateway: Gateway, at: number, after: boolean): DyingPorts {
  let calls = 0;
  const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
  const guard = <T>(call: () => Promise<T>): Promise<T> => {
    if (at > 0 && calls >= at) return never();
    calls += 1;
    if (calls !== at) return call();
    if (after) void call();
    return never();
  };
  const isDead = (): boolean => at > 0 && calls >= at;

  return {
    calls: () => calls,
    isDead,
    store: {
      submit: (unit) => guard(() => store.submit(unit)),
      load: (sagaId, seq) => guard(() => (seq === undefined ? store.load(sagaId) : store.load(sagaId, seq))),
      journal: (sagaId, seq, limit) => guard(() => store.journal(sagaId, seq, limit)),
      hotSagas: (sagaId, limit) => guard(() => store.hotSagas(sagaId, limit)),
      park: (sagaId) => guard(() => store.park(sagaId)),
      dueTimers: (limit) => guard(() => store.dueTimers(limit)),
      dueDeadlines: (limit) => guard(() => store.dueDeadlines(limit)),
      nextFence: (sagaId) => store.nextFence(sagaId),
      backlog: () => store.backlog(),
    },
    gateway: {
      send: (call, signal) => guard(() => gateway.send(call, signal)),
      services: () => gateway.services(),
      close: (deadlineMs) => gateway.close(deadlineMs),
    },
  };
}

/** A store whose first commit is done, but not yet answered: the time in which its rows are seen by others first. */
export function slowAnswers(store: SagaStore): { readonly store: SagaStore; committed(): Promise<void>; answer(): void } {
  const isCommitted = Promise.withResolvers<void>();
  const mayAnswer = Promise.withResolvers<void>();
  const slow: SagaStore = {
    load: (sagaId, at) => (at === undefined ? store.load(sagaId) : store.load(sagaId, at)),
    journal: (sagaId, after, limit) => store.journal(sagaId, after, limit),
    hotSagas: (after, limit) => store.hotSagas(after, limit),
    park: (sagaId) => store.park(sagaId),
    dueTimers: (limit) => store.dueTimers(limit),
    dueDeadlines: (limit) => store.dueDeadlines(limit),
    nextFence: (sagaId) => store.nextFence(sagaId),
    backlog: () => store.backlog(),
    submit: async (unit: Unit): Promise<UnitOutcome> => {
      const outcome = await store.submit(unit);
      isCommitted.resolve();
      await mayAnswer.promise;
      return outcome;
    },
  };

  return { store: slow, committed: () => isCommitted.promise, answer: () => mayAnswer.resolve() };
}
