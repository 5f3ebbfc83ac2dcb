import type { CompiledSaga } from "@skald/dsl";
import type { SagaView } from "@skald/shared";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import type { ServiceState } from "../../ports/gateway.ts";
import type { ProgressReport } from "../../ports/health.ts";
import { createHost, type RuntimeHost } from "../../runtime/host.ts";
import type { HostLimits } from "../../runtime/limits.ts";
import { MemorySagaStore } from "../../runtime/memory/memory-store.ts";
import { createManualClock, type ManualClock } from "../../testing/manual-clock.ts";
import { createRecordedTelemetry, type RecordedTelemetry } from "../../testing/recorded-telemetry.ts";
import { anOrder } from "../../testing/sagas.ts";
import { createScriptedGateway, type ScriptedGateway } from "../../testing/scripted-gateway.ts";
import { createSequentialIds } from "../../testing/sequential-ids.ts";
import { createHttp, type Http } from "../create-http.ts";
import type { Edge, HttpSettings } from "../edge.ts";
import { createInlineProver } from "./inline-prover.ts";
import { createMemoryDefinitions, type MemoryDefinitions } from "./memory-definitions.ts";
import { createMemoryProjection } from "./memory-projection.ts";

/** An engine's edge over a memory host, and what stands behind it. */
export interface OpenDoor {
  readonly http: Http;
  readonly host: RuntimeHost;
  readonly store: MemorySagaStore;
  readonly definitions: MemoryDefinitions;
  readonly gateway: ScriptedGateway;
  readonly clock: ManualClock;
  readonly telemetry: RecordedTelemetry;
  /** What progress reports and services say; replace it to change the answer. */
  readonly said: { progress: ProgressReport; services: readonly ServiceState[] };
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  post(url: string, payload: unknown, headers?: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  put(url: string, payload: unknown, headers?: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  /** Starts the order and returns what the API shows of it. */
  start(body?: Readonly<Record<string, unknown>>): Promise<SagaView>;
  /** Lets everything happen that needs no time, and this much time. */
  pass(ms?: number): Promise<void>;
  saga(id: string): Promise<SagaView>;
}

/** What happens in one slice of time may schedule what happens in the next. */
const SLICES = 10;
const TURNS = 20;
const SETTINGS: HttpSettings = {
  port: 0,
  hostName: "127.0.0.1",
  defaultTimeoutMs: 300_000,
  env: { SHOP_URL: "http://shop.test" },
  version: "0.1.0",
  consoleOrigins: ["http://127.0.0.1:3000"],
  cursorSecret: "a secret of the tests",
};

interface Given {
  readonly edge?: Partial<Edge>;
  readonly settings?: Partial<HttpSettings>;
  readonly limits?: Partial<HostLimits>;
}

/** Opens the edge with one definition, `test/order`, unless told otherwise. */
export async function openDoor(definition: CompiledSaga = anOrder(), given: Given = {}): Promise<OpenDoor> {
  const clock = createManualClock();
  const ids = createSequentialIds();
  const telemetry = createRecordedTelemetry();
  const gateway = createScriptedGateway();
  const definitions = createMemoryDefinitions();
  definitions.add(definition);
  const store = new MemorySagaStore({ clock, definitions });
  const host = createHost({ store, gateway, definitions, clock, ids, telemetry, env: {}, limits: given.limits ?? {} });
  await host.recover();
  const said: OpenDoor["said"] = { progress: { ready: true, reasons: [], components: [] }, services: [] };
  const http = createHttp({
    host,
    projection: createMemoryProjection(store.tables, definitions),
    definitions,
    gateway: { services: () => said.services },
    progress: { check: () => Promise.resolve(said.progress) },
    telemetry,
    clock,
    ids,
    settings: { ...SETTINGS, ...given.settings },
    prover: createInlineProver(),
    ...given.edge,
  });

  return { http, host, store, definitions, gateway, clock, telemetry, said, ...callers(http, clock) };
}

function callers(http: Http, clock: ManualClock): Pick<OpenDoor, "get" | "post" | "put" | "start" | "pass" | "saga"> {
  const ask = (method: "GET" | "POST" | "PUT", url: string, more: Partial<InjectOptions>): Promise<LightMyRequestResponse> =>
    http.inject({ method, url, ...more });
  const send =
    (method: "POST" | "PUT"): OpenDoor["post"] =>
    (url, payload, headers = {}) =>
      ask(method, url, { payload: payload as object, headers: { "content-type": "application/json", ...headers } });
  const post = send("POST");
  const pass = async (ms = 0): Promise<void> => {
    for (let slice = 0; slice <= SLICES; slice += 1) {
      for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      if (ms === 0) return;
      if (slice < SLICES) clock.advance(ms / SLICES);
    }
  };

  return {
    get: (url, headers = {}) => ask("GET", url, { headers }),
    post,
    put: send("PUT"),
    pass,
    async start(body = {}) {
      const answer = await post("/api/v1/sagas", { definition: "test/order", input: { item: "lamp" }, ...body });
      return answer.json<SagaView>();
    },
    saga: async (id) => (await ask("GET", `/api/v1/sagas/${id}`, {})).json<SagaView>(),
  };
}
