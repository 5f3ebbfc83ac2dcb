import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Observation } from "@skald/kernel";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Gateway } from "../ports/gateway.ts";
import { aCall, aGateway, aService, NOBODY_CANCELS, secretsOf } from "./testing/fixtures.ts";

interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const STATUS: Readonly<Record<string, number>> = { "/down": 500, "/none": 404 };
const TOKEN = "correct horse battery staple";

describe("the gateway", () => {
  let server: Server;
  let baseUrl = "";
  let hold: Promise<void> = Promise.resolve();
  let seen: Seen[] = [];
  const gateways: Gateway[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body: Buffer.concat(chunks).toString() });
      await hold;
      if (request.url === "/echo")
        response.setHeader("x-echo", request.headers["x-api-key"] ?? "").end(`you sent ${request.headers["x-api-key"]}`);
      else response.writeHead(STATUS[request.url ?? ""] ?? 200).end("{}");
    });
    await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
    const address = server.address();
    baseUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  });

  beforeEach(() => {
    seen = [];
    hold = Promise.resolve();
  });

  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.close(0)));
    server.closeAllConnections();
    await new Promise((settle) => server.close(settle));
  });

  function open(...given: Parameters<typeof aGateway>): Gateway {
    const gateway = aGateway(...given);
    gateways.push(gateway);
    return gateway;
  }

  const one = (values: Partial<Parameters<typeof aService>[0]> = {}, options: Parameters<typeof aGateway>[1] = {}): Gateway =>
    open({ "shop/inventory": aService({ baseUrl, ...values }) }, options);

  test("a call carries the engine's headers, its own, and the body byte by byte", async () => {
    const body = '{"b": 1.50,"a":"ä\\u0000"}';

    await one().send(aCall({ target: "/api/reserve?x=1", headers: { "x-own": "yes" }, body }, { attempt: 3 }), NOBODY_CANCELS);

    expect(seen[0]).toMatchObject({ line: "POST /api/reserve?x=1", body });
    expect(seen[0]?.headers).toMatchObject({
      "idempotency-key": "0199a3a0-0000-7000-8000-000000000001/reserve#1",
      "skald-saga": "0199a3a0-0000-7000-8000-000000000001",
      "skald-state": "reserve",
      "skald-visit": "1",
      "skald-kind": "action",
      "skald-attempt": "3",
      "skald-fence": "1048577",
      "accept-encoding": "identity",
      "content-type": "application/json",
      "x-own": "yes",
      traceparent: expect.stringMatching(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/),
    });
  });

  test("a content type that was given stays, and a call without body has none", async () => {
    const gateway = one();

    await gateway.send(aCall({ headers: { "content-type": "application/xml" } }), NOBODY_CANCELS);
    await gateway.send(aCall({ method: "GET", body: null }), NOBODY_CANCELS);

    expect(seen.map(({ headers }) => headers["content-type"])).toEqual(["application/xml", undefined]);
  });

  test("the base address is a template over allow-listed names, and its path stands before the call's", async () => {
    const gateway = one({ baseUrl: "${ env.INVENTORY_URL }/v2/" }, { env: { INVENTORY_URL: baseUrl } });

    await gateway.send(aCall({ target: "/reserve" }), NOBODY_CANCELS);

    expect(seen[0]?.line).toBe("POST /v2/reserve");
  });

  test("a call with a whole URL needs no service", async () => {
    await one().send(aCall({ service: null, target: `${baseUrl}/inline?q=1` }), NOBODY_CANCELS);

    expect(seen[0]?.line).toBe("POST /inline?q=1");
  });

  test.each([
    ["a header", { kind: "header", name: "X-Api-Key", value: "${ secrets.token }" }, "x-api-key", TOKEN],
    ["a bearer token", { kind: "bearer", token: "${ secrets.token }" }, "authorization", `Bearer ${TOKEN}`],
    [
      "basic",
      { kind: "basic", username: "me", password: "${ secrets.token }" },
      "authorization",
      `Basic ${Buffer.from(`me:${TOKEN}`).toString("base64")}`,
    ],
  ] as const)("authentication by %s is added when the call is sent", async (_kind, auth, name, expected) => {
    await one({ auth }, { secrets: secretsOf({ token: TOKEN }) }).send(aCall({}), NOBODY_CANCELS);

    expect(seen[0]?.headers[name]).toBe(expected);
  });

  test("a secret header is rendered when the call is sent", async () => {
    const gateway = one({}, { secrets: secretsOf({ token: TOKEN }) });

    await gateway.send(aCall({ secretHeaders: { "x-signature": "v1 ${ secrets.token }" } }), NOBODY_CANCELS);

    expect(seen[0]?.headers["x-signature"]).toBe(`v1 ${TOKEN}`);
  });

  test("a secret the participant sends back is in no observation", async () => {
    const gateway = one(
      { auth: { kind: "header", name: "X-Api-Key", value: "${ secrets.token }" } },
      { secrets: secretsOf({ token: TOKEN }) },
    );

    const observation = await gateway.send(aCall({ target: "/echo" }), NOBODY_CANCELS);

    expect(observation).toMatchObject({ kind: "answered", body: "you sent [secret]", headers: { "x-echo": "[secret]" } });
    expect(JSON.stringify(observation)).not.toContain(TOKEN);
  });

  const notSent: readonly (readonly [string, Parameters<typeof aCall>[0], Partial<Parameters<typeof aService>[0]>, string])[] = [
    ["an unknown service", { service: "shop/nobody" }, {}, 'service "shop/nobody" is not in the catalogue'],
    ["a missing secret", {}, { auth: { kind: "bearer", token: "${ secrets.apiKey }" } }, 'secret "apiKey" is missing'],
    ["a missing secret of a header", { secretHeaders: { "x-k": "${ secrets.other }" } }, {}, 'secret "other" is missing'],
    [
      "an environment name that is not listed",
      {},
      { baseUrl: "${ env.HOME }" },
      'environment name "HOME" is not set, or not listed in SKALD_ENV_ALLOW',
    ],
    [
      "an address the guard refuses",
      {},
      { baseUrl: "http://169.254.169.254" },
      "egress refused: the address is link-local, a metadata service or reserved",
    ],
    ["another scheme", { service: null, target: "ftp://example.com/" }, {}, 'egress refused: the scheme "ftp:" is not allowed'],
    [
      "a line break in a header",
      { headers: { "x-a": "b\r\nhost: evil" } },
      {},
      'header "x-a" holds a line break or another character that has no place there',
    ],
    [
      "a line break in a secret",
      { secretHeaders: { "x-a": "${ secrets.broken }" } },
      {},
      'header "x-a" holds a line break or another character that has no place there',
    ],
    ["a header name that is none", { headers: { "x a": "b" } }, {}, 'a header name is not allowed: "x a"'],
    ["a header of the engine", { headers: { "skald-fence": "9" } }, {}, 'header "skald-fence" belongs to the engine'],
    ["a header of the connection", { headers: { "transfer-encoding": "chunked" } }, {}, 'header "transfer-encoding" belongs to the engine'],
    ["a header that is too long", { headers: { "x-a": "b".repeat(8_193) } }, {}, 'header "x-a" is longer than 8192 characters'],
    ["a path that climbs", { target: "/orders/../admin" }, {}, 'the path of the call holds a "." or ".." segment'],
    ["a path that climbs in disguise", { target: "/orders/%2e%2E" }, {}, 'the path of the call holds a "." or ".." segment'],
    ["a path that would change the host", { target: "@evil.example/" }, {}, 'the path of the call does not begin with "/"'],
    ["a path with a space", { target: "/a b" }, {}, "the address of the call holds a character that has to be percent-encoded"],
    ["a method that is none", { method: "GET / HTTP/1.1" }, {}, "connection failed (UND_ERR_INVALID_ARG)"],
    ["a port nobody listens on", {}, { baseUrl: "http://127.0.0.1:1999" }, "connection refused"],
  ];

  test.each(notSent)("%s is not sent, and the reason says so", async (_case, request, values, reason) => {
    const gateway = one(values, { secrets: secretsOf({ broken: "a\nb" }) });

    const observation = await gateway.send(aCall(request), NOBODY_CANCELS);

    expect(observation).toEqual({ kind: "notSent", reason });
    expect(seen).toEqual([]);
  });

  test.each([
    ["ENOTFOUND", "name cannot be resolved"],
    ["EAI_AGAIN", "name cannot be resolved"],
  ])("a name that gives %s is not sent", async (code, reason) => {
    const egress = { resolve: () => Promise.reject(Object.assign(new Error("no"), { code })) };

    const observation = await one({ baseUrl: "http://nowhere.example" }, { egress }).send(aCall({}), NOBODY_CANCELS);

    expect(observation).toEqual({ kind: "notSent", reason });
  });

  test("a name that leads inside is not sent, and the reason names the address", async () => {
    const egress = { resolve: async () => ["10.0.0.7"] };

    const observation = await one({ baseUrl: "http://inside.example" }, { egress }).send(aCall({}), NOBODY_CANCELS);

    expect(observation).toMatchObject({ kind: "notSent", reason: expect.stringContaining('"inside.example" leads to 10.0.0.7') });
  });

  test("a participant that speaks no TLS got nothing of the call", async () => {
    const gateway = one({ baseUrl: baseUrl.replace("http:", "https:") });

    expect(await gateway.send(aCall({}), NOBODY_CANCELS)).toMatchObject({ kind: "notSent" });
    expect(seen).toEqual([]);
  });

  test("a name that never resolves is not sent at the deadline", async () => {
    const egress = { resolve: () => new Promise<never>(() => {}) };

    const observation = await one({ baseUrl: "http://slow.example" }, { egress }).send(aCall({}, { timeoutMs: 50 }), NOBODY_CANCELS);

    expect(observation).toEqual({ kind: "notSent", reason: "no connection within 50 ms" });
  });

  test("a cancel in flight is lost, and a cancel before is not sent", async () => {
    const gateway = one();
    hold = new Promise(() => {});
    const controller = new AbortController();
    const inFlight = gateway.send(aCall({}), controller.signal);
    await expect.poll(() => seen.length).toBe(1);

    controller.abort();

    expect(await inFlight).toEqual({ kind: "lost", reason: "cancelled before a complete answer", timedOut: false });
    expect(await gateway.send(aCall({}), controller.signal)).toEqual({ kind: "notSent", reason: "cancelled before it was sent" });
  });

  test("5xx answers open the breaker, 4xx do not", async () => {
    const circuitBreaker = { failureRate: 0.5, minimumCalls: 3, windowMs: 60_000, halfOpenAfterMs: 60_000 };
    const gateway = one({ circuitBreaker });
    for (let call = 0; call < 3; call += 1) await gateway.send(aCall({ target: "/none" }), NOBODY_CANCELS);
    const afterRefusals = gateway.services()[0]?.breaker;
    for (let call = 0; call < 3; call += 1) await gateway.send(aCall({ target: "/down" }), NOBODY_CANCELS);

    const refused = await gateway.send(aCall({}), NOBODY_CANCELS);

    expect(afterRefusals).toBe("closed");
    expect(refused).toMatchObject({ kind: "notSent", breakerOpen: true });
    expect(gateway.services()[0]).toMatchObject({ service: "shop/inventory", breaker: "open", calls: 6, failureRate: 0.5, running: 0 });
  });

  test("never more calls than the concurrency are at the participant", async () => {
    const gateway = one({ concurrency: 3 });
    let release = (): void => {};
    hold = new Promise((settle) => {
      release = settle;
    });
    const calls = Array.from({ length: 10 }, () => gateway.send(aCall({}), NOBODY_CANCELS));
    await expect.poll(() => seen.length).toBe(3);
    const figures = gateway.services()[0];

    release();
    const answers = await Promise.all(calls);

    expect(figures).toMatchObject({ running: 3, waiting: 7 });
    expect(answers.filter(({ kind }) => kind === "answered")).toHaveLength(10);
  });

  test("health is asked with the service's authentication and shown per service", async () => {
    const auth = { kind: "bearer", token: "${ secrets.token }" } as const;
    const gateway = one({ auth, health: { path: "/health", intervalMs: 60_000 } }, { secrets: secretsOf({ token: TOKEN }) });

    await expect.poll(() => gateway.services()[0]?.health).toBe("up");

    expect(seen[0]).toMatchObject({ line: "GET /health", headers: { authorization: `Bearer ${TOKEN}` } });
  });

  test("closing waits for what is under way and sends nothing more", async () => {
    const gateway = one();
    let release = (): void => {};
    hold = new Promise((settle) => {
      release = settle;
    });
    const underWay = gateway.send(aCall({}), NOBODY_CANCELS);
    await expect.poll(() => seen.length).toBe(1);
    const closing = gateway.close(20_000);

    const late: Observation = await gateway.send(aCall({}), NOBODY_CANCELS);
    release();
    await closing;

    expect(late).toEqual({ kind: "notSent", reason: "the engine is stopping" });
    expect(await underWay).toMatchObject({ kind: "answered", status: 200 });
  });

  test("who waits for a slot when the gateway closes is not sent", async () => {
    const gateway = one({ concurrency: 1 });
    hold = new Promise(() => {});
    const underWay = gateway.send(aCall({}), NOBODY_CANCELS);
    const waiting = gateway.send(aCall({}), NOBODY_CANCELS);
    await expect.poll(() => seen.length).toBe(1);

    await gateway.close(50);

    expect(await underWay).toMatchObject({ kind: "lost" });
    expect(await waiting).toEqual({ kind: "notSent", reason: "the engine is stopping" });
    expect(seen).toHaveLength(1);
  });

  test("secrets that cannot be read leave the call unsent and its slot free", async () => {
    const secrets = { read: () => Promise.reject(new Error("no disk")) };
    const gateway = one({ auth: { kind: "bearer", token: "${ secrets.token }" }, concurrency: 1 }, { secrets });
    await gateway.send(aCall({}), NOBODY_CANCELS);

    const second = await gateway.send(aCall({}), NOBODY_CANCELS);

    expect(second).toEqual({ kind: "notSent", reason: "the secrets cannot be read" });
  });

  test("closing gives up at its deadline, and what was under way is lost", async () => {
    const gateway = one();
    hold = new Promise(() => {});
    const underWay = gateway.send(aCall({}), NOBODY_CANCELS);
    await expect.poll(() => seen.length).toBe(1);

    await gateway.close(50);

    expect(await underWay).toMatchObject({ kind: "lost" });
  });
});
