import { CATALOGUE, type ErrorCode } from "@skald/shared";
import type { LightMyRequestResponse } from "fastify";
import { describe, expect, test } from "vitest";
import { anOrder } from "../../testing/sagas.ts";
import { openDoor } from "../testing/open-door.ts";

type Answer = Promise<LightMyRequestResponse>;

const ORDER = { definition: "test/order", input: { item: "lamp" } };
const YAML = { "content-type": "application/yaml" };
const REASON = "the customer has called";
const TINY = `document: { dsl: "1.0", kind: saga, namespace: test, name: tiny, version: 1.0.0 }
start: done
states: { done: { type: succeed } }
`;
const KEYED = { ...anOrder(), idempotency: { key: "${ input.item }", onDuplicate: "reject" as const, reuse: "never" as const } };

/** How each code comes about. A code without a line here does not compile. */
const WAYS: Readonly<Record<ErrorCode, () => Answer>> = {
  REQUEST_INVALID: async () => (await openDoor()).post("/api/v1/sagas", {}),
  JSON_INVALID: async () => (await openDoor()).post("/api/v1/sagas", '{"definition":"a","definition":"b"}'),
  CURSOR_INVALID: async () => (await openDoor()).get("/api/v1/sagas?cursor=e30.AAAA"),
  HOST_NOT_ALLOWED: async () => (await openDoor()).get("/health", { host: "rebound.example:8088" }),
  POLICY_DENIED: async () => commandMoving("terminate", { definition: { ...anOrder(), policy: { terminate: "deny" } } }),
  ROUTE_NOT_FOUND: async () => (await openDoor()).get("/api/v1/saga"),
  SAGA_NOT_FOUND: async () => (await openDoor()).get("/api/v1/sagas/0199f2d4-8c11-7d36-9b7e-2f1d6a0c4e55"),
  DEFINITION_NOT_FOUND: async () => (await openDoor()).get("/api/v1/definitions/test/parcel"),
  SERVICE_NOT_FOUND: async () => (await openDoor()).get("/api/v1/services/payments"),
  COMMAND_NOT_FOUND: async () => {
    const door = await openDoor();
    const { id } = await door.start();
    return door.get(`/api/v1/sagas/${id}/commands/0199f2d4-8c11-7d36-9b7e-2f1d6a0c4e55`);
  },
  METHOD_NOT_ALLOWED: async () => (await openDoor()).http.inject({ method: "DELETE", url: "/api/v1/sagas" }),
  DUPLICATE_START: async () => {
    const door = await openDoor(KEYED);
    await door.start();
    return door.post("/api/v1/sagas", ORDER);
  },
  VERSION_EXISTS: async () => {
    const door = await openDoor();
    await door.post("/api/v1/definitions", TINY, YAML);
    return door.post("/api/v1/definitions", TINY.replace("succeed }", "succeed, output: 1 }"), YAML);
  },
  COMMAND_NOT_ALLOWED: async () => commandMoving("resume"),
  SAGA_MOVING: async () => commandMoving("terminate"),
  SAGA_NOT_CANCELLABLE: async () => {
    const door = await openDoor();
    const { id } = await door.start();
    await door.pass();
    return door.post(`/api/v1/sagas/${id}/commands`, { type: "cancel", reason: REASON }, { "if-match": "*" });
  },
  PLAN_CHANGED: async () => {
    const door = await openDoor();
    door.gateway.hang({ state: "pay" });
    const { id } = await door.start();
    await door.pass();
    await door.post(`/api/v1/sagas/${id}/commands`, { type: "pause" }, { "if-match": "*" });
    const { revision } = await door.saga(id);
    const command = { type: "compensate", reason: REASON, planHash: "sha256:another" };
    return door.post(`/api/v1/sagas/${id}/commands`, command, { "if-match": `"${revision}"` });
  },
  REVISION_STALE: async () => commandMoving("terminate", { revision: "0" }),
  BODY_TOO_LARGE: async () => (await openDoor()).post("/api/v1/sagas", { ...ORDER, input: "x".repeat(1024 * 1024) }),
  CONTENT_TYPE_UNSUPPORTED: async () => (await openDoor()).post("/api/v1/sagas", "a=b", { "content-type": "text/plain" }),
  INPUT_INVALID: async () =>
    (await openDoor({ ...anOrder(), input: { type: "object", required: ["total"] } })).post("/api/v1/sagas", ORDER),
  KEY_INVALID: async () => (await openDoor(KEYED)).post("/api/v1/sagas", { ...ORDER, input: {} }),
  IDEMPOTENCY_KEY_REUSED: async () => {
    const door = await openDoor();
    await door.post("/api/v1/sagas", ORDER, { "idempotency-key": "k" });
    return door.post("/api/v1/sagas", { ...ORDER, key: "other" }, { "idempotency-key": "k" });
  },
  NUMBER_NOT_EXACT: async () => (await openDoor()).post("/api/v1/sagas", '{"definition":"test/order","input":9007199254740993}'),
  DOCUMENT_INVALID: async () => (await openDoor()).post("/api/v1/definitions", "states: {}", YAML),
  NOT_YET_RUNNABLE: async () =>
    (await openDoor()).post("/api/v1/definitions", `${TINY}triggers: [{ http: { method: POST, path: /tiny } }]\n`, YAML),
  OUTCOMES_INVALID: async () =>
    (await openDoor()).post("/api/v1/definitions/simulate", { definition: "test/order", outcomes: { reserv: "busy" } }),
  SIMULATION_TOO_LONG: async () =>
    (await openDoor(anOrder(), { settings: { simulationMs: 1 } })).post("/api/v1/definitions/simulate", { definition: "test/order" }),
  IF_MATCH_REQUIRED: async () => commandMoving("terminate", { revision: "*" }),
  TOO_MANY_REQUESTS: async () => {
    const door = await openDoor(anOrder(), { limits: { concurrentMax: 1 } });
    door.gateway.hang({ state: "reserve" });
    await door.start();
    return door.post("/api/v1/sagas", ORDER);
  },
  INTERNAL: async () => {
    const door = await openDoor();
    door.definitions.failWith(new Error("a secret of the inside"));
    return door.post("/api/v1/sagas", ORDER);
  },
  NOT_READY: async () => {
    const door = await openDoor();
    door.definitions.failWith(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
    return door.post("/api/v1/sagas", ORDER);
  },
};

interface Moving {
  readonly definition?: ReturnType<typeof anOrder>;
  readonly revision?: string;
}

/** Tells a saga whose call is under way something. */
async function commandMoving(type: string, { definition = anOrder(), revision }: Moving = {}): Answer {
  const door = await openDoor(definition);
  door.gateway.hang({ state: "reserve" });
  const saga = await door.start();
  await door.pass();

  return door.post(`/api/v1/sagas/${saga.id}/commands`, { type, reason: REASON }, { "if-match": revision ?? `"${saga.revision}"` });
}

describe("problems", () => {
  test.each(Object.entries(WAYS))("%s is answered as problem+json with its status, page and remedy", async (code, way) => {
    const { status, title, remedy } = CATALOGUE[code as ErrorCode];

    const answer = await way();

    expect(answer.json()).toMatchObject({ code, status, title, remedy, type: `/docs/errors/${code}`, detail: expect.any(String) });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
  });

  test("a defect tells nothing of the inside, and its log has the id of the request", async () => {
    const door = await openDoor();
    door.definitions.failWith(new Error("a secret of the inside"));

    const answer = await door.post("/api/v1/sagas", ORDER, { "x-request-id": "asked-by-a-test" });

    expect(answer.body).not.toMatch(/secret|at .*\.ts/);
    expect(answer.headers["x-request-id"]).toBe("asked-by-a-test");
    expect(door.telemetry.logs.at(-1)).toMatchObject({ level: "error", fields: { requestId: "asked-by-a-test" } });
  });

  test("a wrong method names the right ones", async () => {
    const answer = await WAYS.METHOD_NOT_ALLOWED();

    expect(answer.headers["allow"]).toBe("GET, HEAD, POST");
  });

  test("a refused stale command carries the saga as it is", async () => {
    const answer = await WAYS.REVISION_STALE();

    expect(answer.json()).toMatchObject({ saga: { definition: "test/order", status: "running" } });
  });

  test("everything wrong with a body is named by JSON pointers", async () => {
    const door = await openDoor();

    const answer = await door.post("/api/v1/sagas", { definition: 7, labels: { "a/b": 1 }, colour: "red" });

    const places = answer.json<{ errors: { at: string }[] }>().errors.map(({ at }) => at);
    expect(places.sort()).toEqual(["/colour", "/definition", "/labels/a~1b"]);
  });

  test("a path that cannot be decoded is a problem too", async () => {
    const door = await openDoor();

    const answer = await door.get("/api/v1/sagas/%zz");

    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: "REQUEST_INVALID" });
  });
});
