import type { Json } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { canonicalDocument } from "./canonical.ts";
import { chartOf } from "./chart.ts";
import { resolveServices } from "./resolve.ts";
import { sagaModel } from "./saga-document.ts";
import { serviceModel } from "./service-document.ts";

const HEAD = { dsl: "1.0", kind: "saga", name: "order", version: "1.0.0" };

describe("the model of a saga", () => {
  test("has every default made explicit", () => {
    const model = sagaModel({
      document: HEAD,
      start: "ping",
      states: {
        ping: { type: "task", call: { http: { method: "GET", url: "http://127.0.0.1/" } }, next: "done" },
        done: { type: "succeed" },
      },
    });

    expect(model).toMatchObject({
      namespace: "default",
      title: null,
      recovery: "backward",
      timeout: null,
      retentionMs: null,
      compensation: {
        order: "reverse",
        onUnknownOutcome: "verify",
        onFailure: "suspend",
        retry: { attempts: 10, delayMs: 1000, multiplier: 2, maxDelayMs: 300_000, jitter: "full", withinMs: null },
      },
    });
    expect(model.states[0]).toMatchObject({
      retry: { attempts: 3, delayMs: 100, multiplier: 2, maxDelayMs: 10_000, jitter: "full", withinMs: null },
      kind: null,
      optional: false,
      with: {},
      call: { kind: "http", call: { hasBody: false, accept: [] } },
    });
  });

  test("reads durations, seconds and expressions of the time-out", () => {
    const afterOf = (value: number | string) => sagaModel({ document: HEAD, timeout: { after: value } }).timeout?.after;

    expect([afterOf("1m30s"), afterOf("PT5S"), afterOf(90), afterOf("${ input.limit }")]).toEqual([
      90_000,
      5000,
      90_000,
      "${ input.limit }",
    ]);
  });

  test("is kept for a time, for ever, or as long as the engine says", () => {
    const keptFor = (head: object) => sagaModel({ document: HEAD, ...head }).retentionMs;

    expect([keptFor({ retention: "1d" }), keptFor({ retention: "forever" }), keptFor({})]).toEqual([86_400_000, "forever", null]);
  });

  test("of a document with mistakes has what could be read", () => {
    const model = sagaModel({ document: 5, states: { a: 1, b: { type: "wait", for: "soon" }, c: { type: "toString" } }, timeout: [] });

    expect(model.states).toEqual([{ type: "wait", name: "b", forMs: null, until: null, next: "" }]);
  });
});

describe("the model of a catalogue", () => {
  test("operations inherit retry field by field, and the time-out", () => {
    const model = serviceModel({
      document: { ...HEAD, kind: "service" },
      timeout: "5s",
      retry: { attempts: 5, within: "2m" },
      operations: {
        a: { kind: "readOnly", call: { method: "GET", path: "/" }, retry: { delay: "1s" } },
        b: { kind: "readOnly", call: { method: "GET", path: "/" }, timeout: "1s" },
      },
    });

    expect(model.operations["a"]).toMatchObject({
      timeoutMs: 5000,
      retry: { attempts: 5, delayMs: 1000, withinMs: 120_000, maxDelayMs: 10_000 },
    });
    expect(model.operations["b"]?.timeoutMs).toBe(1000);
  });

  test("an undo is retried as it says, or as the saga does", () => {
    const { operations } = serviceModel({ operations: { a: { compensate: { retry: { attempts: 2 } } }, b: { compensate: {} } } });

    expect(operations["a"]?.undoRetry).toMatchObject({ attempts: 2, delayMs: 100 });
    expect(operations["b"]?.undoRetry).toBeNull();
  });

  test("errors are refused and not retried unless they say so", () => {
    const model = serviceModel({
      operations: {
        a: {
          errors: [
            { when: "${ true }", type: "X" },
            { when: "${ true }", type: "Y", outcome: "busy", retry: true },
          ],
        },
      },
    });

    expect(model.operations["a"]?.errors.map(({ outcome, retry }) => [outcome, retry])).toEqual([
      ["refused", false],
      ["busy", true],
    ]);
  });

  test("live values have their defaults", () => {
    const { live } = serviceModel({
      health: { path: "/health" },
      rateLimit: { limit: 5 },
      circuitBreaker: {},
      auth: { bearer: { token: "t" } },
    });

    expect(live).toEqual({
      baseUrl: "",
      auth: { kind: "bearer", token: "t" },
      health: { path: "/health", intervalMs: 10_000 },
      concurrency: null,
      rateLimit: { limit: 5, perMs: 1000 },
      circuitBreaker: { failureRate: 0.5, minimumCalls: 20, windowMs: 30_000, halfOpenAfterMs: 15_000 },
    });
  });

  test.each([
    [{ header: { name: "x-key", value: "k" } }, { kind: "header", name: "x-key", value: "k" }],
    [{ bearer: { token: "t" } }, { kind: "bearer", token: "t" }],
    [{ basic: { username: "u", password: "p" } }, { kind: "basic", username: "u", password: "p" }],
    [{ oauth2: { clientId: "c" } }, null],
  ])("calls show who asks by %j", (auth, expected) => {
    expect(serviceModel({ auth }).live.auth).toEqual(expected);
  });

  test("live values with mistakes have what could be read", () => {
    const { live } = serviceModel({ health: {}, rateLimit: {}, auth: { oauth2: { clientId: "c" } } });

    expect(live).toMatchObject({ health: { path: "", intervalMs: 10_000 }, rateLimit: { limit: 1, perMs: 1000 }, auth: null });
  });
});

describe("the chart of a document", () => {
  test("has an edge for each way that says where it leads", () => {
    const { root } = chartOf({
      states: {
        a: { type: "switch", cases: [{ when: "${ true }", next: "b" }, { when: "${ true }" }, 5], default: "c" },
        b: {
          type: "task",
          catch: [{ errors: ["*"], next: "c" }, { errors: ["*"], compensate: true, next: "d" }, { errors: ["*"] }],
          next: "d",
        },
        c: { type: "human", outcomes: { yes: "d", no: 5 }, onTimeout: "b" },
        d: 5,
      },
    });

    expect([...root.states.values()].map(({ edges }) => edges.map(({ kind, to }) => `${kind} ${to}`))).toEqual([
      ["case b", "default c"],
      ["next d", "catch c", "catchCompensate d"],
      ["outcome d", "timeout b"],
      [],
    ]);
  });

  test("is looked into 20 scopes deep, and what lies below is not looked at", () => {
    let document: Json = {};
    for (let depth = 0; depth < 30; depth += 1) document = { states: { each: { type: "forEach", body: document } } };

    expect(chartOf(document).scopes.map(({ depth }) => depth)).toEqual(Array.from({ length: 22 }, (_, depth) => depth));
  });
});

describe("the canonical form", () => {
  test("is the same whatever the order of fields and whether defaults are written", () => {
    const short = sagaModel({ document: HEAD, start: "a", states: { a: { type: "succeed" } } });
    const long = sagaModel({
      states: { a: { type: "succeed" } },
      recovery: "backward",
      start: "a",
      document: { ...HEAD, namespace: "default" },
    });

    expect(JSON.stringify(canonicalDocument(long))).toBe(JSON.stringify(canonicalDocument(short)));
  });

  test("differs when anything that matters does", () => {
    const one = sagaModel({ document: HEAD, start: "a", states: { a: { type: "succeed" } } });
    const other = sagaModel({ document: HEAD, start: "a", states: { a: { type: "succeed", output: null } }, retention: "1d" });

    expect(canonicalDocument(one)).not.toEqual(canonicalDocument(other));
  });
});

describe("services of a saga", () => {
  test("an alias that is not declared means the same namespace and any version", () => {
    const asked: unknown[] = [];
    const model = sagaModel({
      document: { ...HEAD, namespace: "shop" },
      use: { services: { stock: "depot/inventory@^1.0", mail: "post" } },
      states: { a: { type: "task", call: "orders.create", next: "a" } },
    });

    resolveServices(model, (...question) => {
      asked.push(question);
      return null;
    });

    expect(asked).toEqual([
      ["depot", "inventory", "^1.0"],
      ["shop", "post", null],
      ["shop", "orders", null],
    ]);
  });
});
