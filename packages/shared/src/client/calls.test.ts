import { describe, expect, test } from "vitest";
import { createClient } from "./create-client.ts";
import { json, problem, type ScriptedAnswer, type SeenRequest, scriptedFetch } from "./testing/scripted-fetch.ts";

const baseUrl = "http://engine.test";
const lineOf = ({ method, url }: SeenRequest): string => `${method} ${url.slice(baseUrl.length)}`;
const aClient = (...answers: readonly ScriptedAnswer[]) => {
  const { fetch, seen } = scriptedFetch(...answers);

  return { client: createClient({ baseUrl, fetch }), seen };
};

describe("starting", () => {
  test("sends key and wait, and tells a new saga from a repeated start", async () => {
    const { client, seen } = aClient(json({ id: "1" }, 201), json({ id: "1" }, 200, { "idempotency-replayed": "true" }));
    const request = { definition: "shop/order", input: { orderId: "O-1" } };

    const first = await client.startSaga(request, { idempotencyKey: "k", wait: "10s" });
    const second = await client.startSaga(request);

    expect([first, second]).toEqual([
      { saga: { id: "1" }, replayed: false },
      { saga: { id: "1" }, replayed: true },
    ]);
    expect(seen.map(lineOf)).toEqual(["POST /api/v1/sagas?wait=10s", "POST /api/v1/sagas"]);
    expect(seen.map(({ headers }) => headers.get("idempotency-key"))).toEqual(["k", null]);
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual(request);
  });

  test("of many sends the list as one request", async () => {
    const { client, seen } = aClient(json({ items: [] }));

    await client.startBatch([{ definition: "a/b" }]);

    expect(seen.map(lineOf)).toEqual(["POST /api/v1/sagas/batch"]);
    expect(seen[0]?.body).toBe('{"items":[{"definition":"a/b"}]}');
  });
});

describe("listing", () => {
  test("several statuses and a page are parameters of the address", async () => {
    const { client, seen } = aClient(json({ items: [], nextCursor: null }));

    await client.listSagas({ status: ["running", "waiting"], attention: "any", attemptsMin: 3 }, { cursor: "c", limit: 5 });

    expect(seen.map(lineOf)).toEqual(["GET /api/v1/sagas?status=running%2Cwaiting&attention=any&attempts%3E=3&cursor=c&limit=5"]);
  });

  test("all sagas follow the cursors to the last page, and no further than they are read", async () => {
    const { client, seen } = aClient(
      json({ items: [{ id: "1" }, { id: "2" }], nextCursor: "c2" }),
      json({ items: [{ id: "3" }], nextCursor: null }),
      json({ items: [{ id: "1" }], nextCursor: "c2" }),
    );

    const ids: string[] = [];
    for await (const saga of client.allSagas({ definition: "shop/order" })) ids.push(saga.id);
    for await (const _first of client.allSagas()) break;

    expect(ids).toEqual(["1", "2", "3"]);
    expect(seen.map(lineOf)).toEqual([
      "GET /api/v1/sagas?definition=shop%2Forder&limit=100",
      "GET /api/v1/sagas?definition=shop%2Forder&limit=100&cursor=c2",
      "GET /api/v1/sagas?limit=100",
    ]);
  });
});

describe("commanding", () => {
  test("the revision travels as If-Match alone, quoted, or as the star", async () => {
    const { client, seen } = aClient(json({ revision: 41 }), json({ state: "applied" }, 202));

    await client.preview("s", { type: "compensate", downTo: "reserve" }, 41);
    await client.command("s", { type: "pause" }, { revision: "*", idempotencyKey: "k" });

    expect(seen.map(lineOf)).toEqual(["POST /api/v1/sagas/s/commands/preview", "POST /api/v1/sagas/s/commands"]);
    expect(seen.map(({ headers }) => headers.get("if-match"))).toEqual(['"41"', "*"]);
    expect(seen[1]?.headers.get("idempotency-key")).toBe("k");
    expect(seen[1]?.body).toBe('{"type":"pause"}');
  });

  test("a key under which nothing arrived gives null", async () => {
    const { client, seen } = aClient(json({ items: [] }), json({ items: [{ commandId: "c" }] }));

    const answers = [await client.commandByKey("s", "k 1"), await client.commandByKey("s", "k 1")];

    expect(answers).toEqual([null, { commandId: "c" }]);
    expect(seen.map(lineOf)[0]).toBe("GET /api/v1/sagas/s/commands?idempotencyKey=k%201");
  });
});

describe("reading", () => {
  test("each view of a saga has its address", async () => {
    const { client, seen } = aClient(json({}), json({}), json({}), json({}), json({}), json({}));

    await client.getSaga("s");
    await client.journal("s", { cursor: "c" });
    await client.explain("s");
    await client.at("s", 7);
    await client.graph("s");
    await client.commandStatus("s", "c1");

    expect(seen.map(lineOf)).toEqual([
      "GET /api/v1/sagas/s",
      "GET /api/v1/sagas/s/journal?cursor=c",
      "GET /api/v1/sagas/s/explain",
      "GET /api/v1/sagas/s/at/7",
      "GET /api/v1/sagas/s/graph",
      "GET /api/v1/sagas/s/commands/c1",
    ]);
  });
});

describe("definitions and operating", () => {
  test("documents are sent as the text they are", async () => {
    const { client, seen } = aClient(json({ items: [] }, 201), json({ valid: true }));

    await client.uploadDefinitions("document: {}", { dryRun: true });
    await client.validate("{}");

    expect(seen.map(lineOf)).toEqual(["POST /api/v1/definitions?dryRun=true", "POST /api/v1/definitions/validate"]);
    expect(seen.map(({ headers }) => headers.get("content-type"))).toEqual(["application/yaml", "application/yaml"]);
    expect(seen.map(({ body }) => body)).toEqual(["document: {}", "{}"]);
  });

  test("each of the other calls has its address", async () => {
    const { client, seen } = aClient(...Array.from({ length: 10 }, () => json({})));

    await client.listDefinitions({ limit: 2 });
    await client.getDefinition("shop", "order");
    await client.simulate({ definition: "shop/order", seed: 7 });
    await client.diffVersions("shop", "order", { from: "1.0.0", to: "1.1.0" });
    await client.listServices();
    await client.setBreaker("payments", { state: "open", reason: "provider is down" }, "shop");
    await client.setLiveValues("payments", { concurrency: 10 }, "shop");
    await client.statistics("1h");
    await client.coordinatorMetrics("1h");
    await client.audit();

    expect(seen.map(lineOf)).toEqual([
      "GET /api/v1/definitions?limit=2",
      "GET /api/v1/definitions/shop/order",
      "POST /api/v1/definitions/simulate",
      "GET /api/v1/definitions/shop/order/diff?from=1.0.0&to=1.1.0",
      "GET /api/v1/services",
      "POST /api/v1/services/payments/breaker?namespace=shop",
      "PUT /api/v1/services/payments?namespace=shop",
      "GET /api/v1/statistics?window=1h",
      "GET /api/v1/metrics/coordinator?window=1h",
      "GET /api/v1/audit",
    ]);
  });

  test("an engine that is not ready answers why; a problem stays a problem", async () => {
    const { client } = aClient(json({ ready: false, reasons: ["work stands still"] }, 503), problem(503, "NOT_READY"));

    const told = await client.ready();
    const refused = await client.health().catch((error: unknown) => error);

    expect(told).toEqual({ ready: false, reasons: ["work stands still"] });
    expect(refused).toMatchObject({ name: "ApiError", problem: { code: "NOT_READY" } });
  });
});
