import type { Json } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { resolveServices } from "../resolve.ts";
import { sagaModel } from "../saga-document.ts";
import type { SagaModel } from "../saga-model.ts";

function modelOf(states: Json, more: object = {}): SagaModel {
  return sagaModel({ document: { name: "a", namespace: "shop" }, start: "a", states, ...more } as Json);
}

function stateOf(state: Json): SagaModel["states"][number] | undefined {
  return modelOf({ a: state }).states[0];
}

const body = { start: "x", states: { x: { type: "set", values: { v: 1 }, end: true } } };

describe("the model of a state", () => {
  test("has the defaults of its type made explicit", () => {
    expect(stateOf({ type: "forEach", in: "${ input.items }", body, next: "b" })).toEqual({
      type: "forEach",
      name: "a",
      in: "${ input.items }",
      each: "item",
      at: "index",
      concurrency: 1,
      tolerate: { kind: "count", count: 0 },
      body: { start: "x", states: [{ type: "set", name: "x", values: { v: 1 }, next: null }], output: null },
      compensation: { order: "reverse", concurrency: 1, batch: null },
      catch: [],
      next: "b",
    });
    expect(stateOf({ type: "transaction", protocol: "tcc", kind: "pivot", participants: [{ name: "p", call: "s.o" }], next: "b" })).toEqual(
      {
        type: "transaction",
        name: "a",
        protocol: "tcc",
        participants: [{ name: "p", call: { kind: "operation", service: "s", operation: "o" }, with: {} }],
        kind: "pivot",
        compensate: null,
        locks: [],
        prepareTimeoutMs: null,
        commitTimeoutMs: null,
        abortTimeoutMs: null,
        catch: [],
        next: "b",
      },
    );
    expect(stateOf({ type: "human", outcomes: { yes: "b" }, timeout: "1h" })).toEqual({
      type: "human",
      name: "a",
      assign: null,
      form: null,
      outcomes: { yes: "b" },
      timeoutMs: 3_600_000,
      onTimeout: null,
      fourEyes: false,
      catch: [],
    });
    expect(stateOf({ type: "saga", saga: "ship@^1.0", end: true })).toEqual({
      type: "saga",
      name: "a",
      saga: { namespace: "shop", name: "ship", range: "^1.0" },
      input: {},
      catch: [],
      next: null,
    });
  });

  test("that repeats nothing has an empty body", () => {
    expect(stateOf({ type: "forEach", in: "${ [] }", next: "b" })).toMatchObject({ body: { start: "", states: [], output: null } });
  });

  test.each([
    ["all", { kind: "all" }],
    ["any", { kind: "atLeast", count: 1 }],
    [{ atLeast: 2 }, { kind: "atLeast", count: 2 }],
  ])("reads the join %j", (join, expected) => {
    expect(stateOf({ type: "parallel", branches: { l: body, r: body }, join, next: "b" })).toMatchObject({ join: expected });
  });

  test.each([
    [3, { kind: "count", count: 3 }],
    ["10%", { kind: "share", percent: 10 }],
  ])("reads the tolerance %j", (tolerate, expected) => {
    expect(stateOf({ type: "forEach", in: "${ [] }", body, tolerate, next: "b" })).toMatchObject({ tolerate: expected });
  });

  test("that listens has one case when it is written flat", () => {
    const event = { kind: "event", type: "paid", source: null, key: null, match: null, where: null };

    expect(stateOf({ type: "listen", event: { type: "paid" }, end: true })).toMatchObject({ cases: [{ awaits: event, next: null }] });
    expect(
      stateOf({
        type: "listen",
        cases: [
          { event: { type: "paid" }, next: "b" },
          { signal: "stop", next: "c" },
        ],
      }),
    ).toMatchObject({
      cases: [
        { awaits: event, next: "b" },
        { awaits: { kind: "signal", name: "stop" }, next: "c" },
      ],
    });
  });

  test("that calls knows its worker, its locks and the callback it waits for", () => {
    const lock = { key: "a", mode: "exclusive", waitMs: 30_000, release: "saga" };

    expect(stateOf({ type: "task", call: { worker: { queue: "q" } }, await: "callback", lock: { key: "a" }, next: "b" })).toMatchObject({
      call: { kind: "worker", queue: "q" },
      await: { timeoutMs: null },
      locks: [lock],
    });
    expect(
      stateOf({ type: "task", call: "s.o", await: { callback: true, timeout: "1h" }, lock: [{ key: "b" }, { key: "a" }], next: "b" }),
    ).toMatchObject({
      await: { timeoutMs: 3_600_000 },
      locks: [{ ...lock, key: "b" }, lock],
    });
  });

  test.each([
    [
      { call: "s.o", with: { a: 1 } },
      { kind: "call", call: { kind: "operation", service: "s", operation: "o" }, with: { a: 1 } },
    ],
    [{ emit: { type: "back" } }, { kind: "emit", event: { type: "back", source: null, subject: null, data: null } }],
    [undefined, null],
  ])("that talks by events is taken back by %j", (compensate, expected) => {
    const state = { type: "emit", event: { type: "told" }, next: "b", ...(compensate === undefined ? {} : { compensate }) };

    expect(stateOf(state)).toMatchObject({ compensate: expected });
  });

  test("that leads nowhere is told from one that ends its branch", () => {
    expect([stateOf({ type: "emit", event: { type: "a" } }), stateOf({ type: "emit", event: { type: "a" }, end: true })]).toMatchObject([
      { next: "" },
      { next: null },
    ]);
  });
});

describe("the model of a saga's head", () => {
  test("has triggers with their defaults", () => {
    const { triggers } = modelOf(
      {},
      {
        triggers: [
          { http: { method: "POST", path: "/a", respond: [{ status: 202 }, {}] } },
          { event: { type: "b" } },
          { schedule: { cron: "0 3 * * *", input: {} } },
          { unknown: {} },
        ],
      },
    );

    expect(triggers).toEqual([
      {
        kind: "http",
        method: "POST",
        path: "/a",
        where: null,
        auth: { kind: "apiKey" },
        input: "${ request.body }",
        timeout: null,
        waitMs: 0,
        respond: [
          { when: null, status: 202, body: null },
          { when: null, status: 200, body: null },
        ],
      },
      { kind: "event", type: "b", source: null, where: null, input: "${ event.data }" },
      { kind: "schedule", cron: "0 3 * * *", timezone: "UTC", input: {}, catchUp: "one", overlap: "skip" },
    ]);
  });

  test.each([
    ["an API key", "apiKey", { kind: "apiKey" }],
    ["nothing", "none", { kind: "none" }],
    ["a signature", { signature: { secret: "s" } }, { kind: "signature", secret: "s" }],
  ])("has triggers that ask for %s", (_what, auth, expected) => {
    expect(modelOf({}, { triggers: [{ http: { method: "POST", path: "/a", auth } }] }).triggers).toMatchObject([{ auth: expected }]);
  });

  test("has concurrency and assertions", () => {
    const { concurrency, assertions } = modelOf(
      {},
      { concurrency: { key: "${ saga.key }" }, assertions: [{ name: "a", always: "${ true }" }] },
    );

    expect(concurrency).toEqual({ key: "${ saga.key }", limit: 1, strategy: "queue" });
    expect(assertions).toEqual([{ name: "a", always: "${ true }" }]);
  });
});

describe("services", () => {
  test("are found wherever an operation is called", () => {
    const call = (service: string): Json => ({ call: `${service}.o` });
    const asked: string[] = [];
    const model = modelOf({
      a: { type: "transaction", participants: [call("participant")], compensate: call("groupUndo") },
      b: { type: "emit", event: { type: "x" }, compensate: call("emitUndo") },
      c: { type: "listen", signal: "s", compensate: call("listenUndo") },
      d: {
        type: "forEach",
        in: "${ [] }",
        compensation: { batch: call("batch") },
        body: {
          start: "x",
          states: { x: { type: "parallel", branches: { l: { start: "y", states: { y: { type: "task", call: "branch.o" } } } } } },
        },
      },
    });

    resolveServices(model, (_, name) => {
      asked.push(name);
      return null;
    });

    expect(asked.sort()).toEqual(["batch", "branch", "emitUndo", "groupUndo", "listenUndo", "participant"]);
  });
});
