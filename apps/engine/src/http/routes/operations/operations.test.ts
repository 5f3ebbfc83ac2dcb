import type { AuditList, CoordinatorMetrics, HealthDetailed, ServiceList, ServiceView, StatisticsView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import type { ServiceState } from "../../../ports/gateway.ts";
import { anOrder } from "../../../testing/sagas.ts";
import { type OpenDoor, openDoor } from "../../testing/open-door.ts";

const PAYMENTS = `document: { dsl: "1.0", kind: service, namespace: shop, name: payments, version: 1.0.0 }
baseUrl: \${ env.SHOP_URL }
concurrency: 50
circuitBreaker: { failureRate: 0.5, minimumCalls: 20, window: 30s, halfOpenAfter: 5s }
operations:
  pay:
    kind: compensatable
    call: { method: POST, path: /payments }
    compensate: { call: { method: DELETE, path: /payments } }
`;
const SEEN: ServiceState = {
  service: "shop/payments",
  breaker: "open",
  failureRate: 0.75,
  calls: 40,
  openedAtMs: Date.UTC(2026, 10, 1),
  halfOpenAtMs: null,
  running: 3,
  waiting: 2,
  latencyMs: { p50: 12, p95: 40 },
  health: "down",
  healthDetail: "503",
  checkedAtMs: null,
};

async function openShop(): Promise<OpenDoor> {
  const door = await openDoor();
  await door.post("/api/v1/definitions", PAYMENTS, { "content-type": "application/yaml" });
  door.said.services = [SEEN];

  return door;
}

describe("services", () => {
  test("the catalogue is shown with what the engine sees of it now", async () => {
    const door = await openShop();

    const { items } = (await door.get("/api/v1/services")).json<ServiceList>();

    expect(items).toMatchObject([
      {
        namespace: "shop",
        name: "payments",
        baseUrl: "http://shop.test",
        health: "down",
        breaker: { state: "open", failureRate: 0.75, failureRateMax: 0.5, openedAt: "2026-11-01T00:00:00.000Z" },
        concurrency: { running: 3, max: 50, waiting: 2 },
        operations: [{ name: "pay", kind: "compensatable", undo: true, verify: false }],
      },
    ]);
  });

  test("a service is found in its namespace only", async () => {
    const door = await openShop();

    const [inShop, inDefault] = await Promise.all([
      door.get("/api/v1/services/payments?namespace=shop"),
      door.get("/api/v1/services/payments"),
    ]);

    expect(inShop.json<ServiceView>().name).toBe("payments");
    expect(inDefault.json()).toMatchObject({ code: "SERVICE_NOT_FOUND" });
  });

  test("a breaker is set by hand, with the reason, and given back", async () => {
    const door = await openShop();
    const path = "/api/v1/services/payments/breaker?namespace=shop";

    const closed = await door.post(path, { state: "closed", reason: "the provider is back" }, { "x-skald-actor": "ada" });
    const auto = await door.post(path, { state: "auto", reason: "the provider is back" });

    expect(closed.json<ServiceView>().breaker).toMatchObject({
      state: "closed",
      override: "closed",
      overrideReason: "the provider is back (ada)",
    });
    expect(auto.json<ServiceView>().breaker).toMatchObject({ state: "open", override: null });
  });

  test("a breaker is not set without a reason", async () => {
    const door = await openShop();

    const answer = await door.post("/api/v1/services/payments/breaker?namespace=shop", { state: "open", reason: "why not" });

    expect(answer.json()).toMatchObject({ code: "REQUEST_INVALID", errors: [{ at: "/reason" }] });
  });
});

describe("live values", () => {
  const PATH = "/api/v1/services/payments?namespace=shop";

  test("stand above the document's own until they are set again", async () => {
    const door = await openShop();

    const set = await door.put(PATH, { baseUrl: "http://payments.test", rateLimit: { limit: 5, per: "1m" } });
    const changed = await door.put(PATH, { concurrency: 7 });
    const back = await door.put(PATH, {});

    expect(set.json<ServiceView>()).toMatchObject({
      baseUrl: "http://payments.test",
      rate: { limit: 5, perMs: 60_000 },
      concurrency: { max: 50 },
      setByHand: ["baseUrl", "rateLimit"],
    });
    expect(changed.json<ServiceView>()).toMatchObject({ baseUrl: "http://shop.test", concurrency: { max: 7 }, setByHand: ["concurrency"] });
    expect(back.json<ServiceView>()).toMatchObject({ concurrency: { max: 50 }, setByHand: [] });
  });

  test("outlive a new version of the document, which keeps its operations", async () => {
    const door = await openShop();
    await door.put(PATH, { concurrency: 7 });

    await door.post("/api/v1/definitions", PAYMENTS.replace("1.0.0", "1.1.0"), { "content-type": "application/yaml" });
    const view = (await door.get(PATH)).json<ServiceView>();

    expect(view).toMatchObject({ version: "1.1.0", concurrency: { max: 7 }, operations: [{ name: "pay", undo: true }] });
  });

  test("are told with who set which, and without their content", async () => {
    const door = await openShop();

    await door.put(PATH, { auth: { bearer: { token: "${ secrets.PAYMENTS }" } } }, { "x-skald-actor": "ada" });

    expect(door.telemetry.logs.find(({ message }) => message.startsWith("Live values"))).toMatchObject({
      level: "info",
      fields: { service: "shop/payments", values: ["auth"], actor: "ada" },
    });
  });

  test.each([
    ["operations", { operations: {} }, "REQUEST_INVALID"],
    ["a field nobody knows", { timeout: "1s" }, "REQUEST_INVALID"],
    ["a number out of its range", { concurrency: 0 }, "REQUEST_INVALID"],
    ["a duration that is none", { rateLimit: { limit: 5, per: "soon" } }, "REQUEST_INVALID"],
    ["an expression that reads what is not there", { baseUrl: "${ input.url }" }, "DOCUMENT_INVALID"],
    ["an authentication the engine cannot do yet", { auth: { signature: { secret: "${ secrets.KEY }" } } }, "NOT_YET_RUNNABLE"],
  ])("with %s are refused, and nothing is set", async (_, body, code) => {
    const door = await openShop();

    const answer = await door.put(PATH, body);

    expect(answer.json()).toMatchObject({ code });
    expect((await door.get(PATH)).json<ServiceView>().setByHand).toEqual([]);
  });

  test("of a service that is not there are not found", async () => {
    const door = await openShop();

    const answer = await door.put("/api/v1/services/payments", { concurrency: 7 });

    expect(answer.json()).toMatchObject({ code: "SERVICE_NOT_FOUND" });
  });
});

describe("health", () => {
  test("a process that answers lives, also when it is not ready", async () => {
    const door = await openDoor();
    door.said.progress = { ready: false, reasons: ["The database does not take commits."], components: [] };

    const [live, ready, health] = await Promise.all([door.get("/health/live"), door.get("/health/ready"), door.get("/health")]);

    expect([live.statusCode, ready.statusCode, health.statusCode]).toEqual([200, 503, 200]);
    expect(ready.json()).toEqual({ ready: false, reasons: ["The database does not take commits."] });
  });

  test("ready is 200 when due work progresses", async () => {
    const door = await openDoor();

    const answer = await door.get("/health/ready");

    expect([answer.statusCode, answer.json()]).toEqual([200, { ready: true, reasons: [] }]);
  });

  test.each([
    ["up", "up"],
    ["degraded", "degraded"],
    ["down", "down"],
  ] as const)("the worst component is the health of the whole: %s", async (status, whole) => {
    const door = await openShop();
    door.said.progress = {
      ready: true,
      reasons: [],
      components: [
        { name: "scan", status: "up", detail: "" },
        { name: "commits", status, detail: "x" },
      ],
    };

    const view = (await door.get("/health/detailed")).json<HealthDetailed>();

    expect(view).toMatchObject({ status: whole, components: [{ name: "scan" }, { name: "commits" }], services: [{ name: "payments" }] });
  });

  test("says what of the language this engine runs", async () => {
    const door = await openShop();

    const { capabilities } = (await door.get("/health/detailed")).json<HealthDetailed>();

    expect(capabilities).toEqual(expect.arrayContaining(["fail", "succeed", "task"]));
  });
});

describe("health without a database", () => {
  test("is told in detail all the same", async () => {
    const door = await openShop();
    door.said.progress = { ready: false, reasons: ["The database does not take commits."], components: [] };
    door.definitions.failWith(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));

    const answer = await door.get("/health/detailed");

    expect(answer.statusCode).toBe(200);
    expect(answer.json<HealthDetailed>()).toMatchObject({ status: "down", services: [], reasons: ["The database does not take commits."] });
  });
});

describe("operations", () => {
  test("the audit is paged, the newest command first", async () => {
    const door = await openDoor();
    door.gateway.hang({ state: "reserve" });
    const { id } = await door.start();
    await door.pass();
    await door.post(`/api/v1/sagas/${id}/commands`, { type: "pause" }, { "if-match": "*" });
    await door.post(`/api/v1/sagas/${id}/commands`, { type: "resume" }, { "if-match": "*" });

    const first = (await door.get("/api/v1/audit?limit=1")).json<AuditList>();
    const second = (await door.get(`/api/v1/audit?limit=1&cursor=${first.nextCursor}`)).json<AuditList>();

    expect([...first.items, ...second.items].map(({ type, state }) => [type, state])).toEqual([
      ["resume", "applied"],
      ["pause", "applied"],
    ]);
    expect(second.nextCursor).toBeNull();
  });

  test.each(["soon", "30s", "31d"])("a window of %s is refused", async (window) => {
    const door = await openDoor();

    const answers = await Promise.all(["statistics", "metrics/coordinator"].map((path) => door.get(`/api/v1/${path}?window=${window}`)));

    for (const answer of answers) expect(answer.json()).toMatchObject({ code: "REQUEST_INVALID" });
  });

  test("statistics are those of the window asked for", async () => {
    const door = await openDoor();

    const view = (await door.get("/api/v1/statistics?window=15m")).json<StatisticsView>();

    expect(view.windowMs).toBe(900_000);
  });

  test("the coordinator counts what is active and how fast sagas start and end", async () => {
    const door = await openDoor();
    door.gateway.hang({ state: "reserve" });
    await door.start();
    await door.start();
    await door.pass();

    const view = (await door.get("/api/v1/metrics/coordinator?window=10m")).json<CoordinatorMetrics>();

    expect(view).toMatchObject({
      windowMs: 600_000,
      byStatus: { running: 2 },
      active: 2,
      started: 2,
      ended: 0,
      successRate: null,
      meanDurationMs: null,
      throughput: { startedPerMinute: 0.2, endedPerMinute: 0 },
    });
  });

  test("metrics are what telemetry exposes", async () => {
    const metrics = async () => ({ type: "text/plain; version=0.0.4", text: "skald_sagas_started_total 7\n" });
    const door = await openDoor(anOrder(), { edge: { metrics } });

    const answer = await door.get("/metrics");

    expect([answer.headers["content-type"], answer.body]).toEqual(["text/plain; version=0.0.4", "skald_sagas_started_total 7\n"]);
  });

  test("requests are counted by route, never by address", async () => {
    const door = await openDoor();

    await door.get("/health");
    await door.pass();

    expect(door.telemetry.counted("skald_http_requests_total")).toBe(1);
  });

  test("the schemas editors use are served", async () => {
    const door = await openDoor();

    const answers = await Promise.all(["saga", "service", "test"].map((kind) => door.get(`/schemas/${kind}.schema.json`)));

    expect(answers.map((answer) => answer.json<{ $schema: string }>().$schema)).toEqual(
      answers.map(() => expect.stringContaining("2020-12")),
    );
  });

  test("an engine is closed when no handler asks anything any more, also of a caller who is gone", async () => {
    const door = await openDoor();
    const gate = Promise.withResolvers<null>();
    let asked = false;
    const find = door.definitions.versions;
    Object.assign(door.definitions, {
      versions: async (...name: Parameters<typeof find>) => {
        await gate.promise;
        asked = true;
        return find(...name);
      },
    });
    void door.get("/api/v1/definitions/test/order").catch(() => undefined);
    await door.pass();

    const closed = door.http.close().then(() => asked);
    await door.pass();
    gate.resolve(null);

    expect(await closed).toBe(true);
  });

  test("a closing engine accepts nothing", async () => {
    const door = await openDoor();
    await door.get("/health");
    await door.http.close();

    const answer = await door.get("/health").catch((error: Error) => error.message);

    expect(answer).not.toMatchObject({ statusCode: 200 });
  });
});
