import { describe, expect, test } from "vitest";
import { pendingCalls } from "../../src/index.ts";
import { aCall, aDefinition, aTask, DONE, Drive, ok, refused } from "../fixtures.ts";
import { anEmit } from "../waits/waiting.ts";
import { aService, VERIFYING } from "./a-service.ts";

const calling = (call: Parameters<typeof aCall>[1], input = {}): Drive =>
  new Drive(aDefinition([aTask("a", "done", { call: { kind: "http", call: aCall("/a", call) } }), DONE]), input).start();
const request = (drive: Drive) => pendingCalls(drive.saga, drive.definition, drive.scope.entryAt)[0]?.request;

describe("a request", () => {
  test("has a query of the values that are there, a list as one pair each", () => {
    const query = { who: "${ input.who }", none: "${ input.none }", tags: "${ input.tags }", on: "${ input.on }" };

    const drive = calling({ query }, { who: "a & b", none: null, tags: ["x", 2], on: true });

    expect(request(drive)?.target).toBe("http://participant.test/a?who=a%20%26%20b&tags=x&tags=2&on=true");
  });

  test("keeps headers that read secrets as templates, and renders the others", () => {
    const headers = { Authorization: "Bearer ${ secrets.token }", "X-Who": "${ input.who }" };

    expect(request(calling({ headers }, { who: "me" }))).toMatchObject({
      headers: { "x-who": "me" },
      secretHeaders: { authorization: "Bearer ${ secrets.token }" },
    });
  });

  test.each([
    ["a query that cannot be evaluated", { query: { q: "${ input.absent.x }" } }, "query q: "],
    ["a query of an object", { query: { q: "${ input.object }" } }, "query q: a value of a query is a text"],
    ["a header that cannot be evaluated", { headers: { h: "${ input.absent.x }" } }, "header h: "],
    ["a header of two lines", { headers: { h: "${ input.lines }" } }, "header h: a value has no line breaks"],
    ["a body that cannot be evaluated", { hasBody: true, body: "${ input.absent.x }" }, "body: "],
  ])("with %s is never sent", (_name, call, detail) => {
    const drive = calling(call, { object: {}, lines: "one\r\ntwo" });

    expect(drive.calls).toEqual([]);
    expect(drive.saga.context.cause).toMatchObject({ type: "ExpressionError", state: "a" });
    expect(drive.saga.context.cause?.detail).toContain(detail);
  });
});

describe("a call to an operation of the catalogue", () => {
  const task = (more: object = {}) =>
    aTask("a", "done", {
      call: { kind: "operation", service: "shop", operation: "buy" },
      retry: null,
      timeoutMs: null,
      compensate: null,
      ...more,
    });
  const drive = (more: object, operation: Parameters<typeof aService>[0]): Drive =>
    new Drive(aDefinition([task(more), DONE], {}, new Map(), new Map([["shop", aService(operation)]])), { amount: 5 }).start();

  test("reads its parameters alone", () => {
    const given = drive({ with: { amount: "${ input.amount }" } }, { call: aCall("/buy", { hasBody: true, body: "${ params.amount }" }) });

    expect(request(given)?.body).toBe("5");
    given.answer(ok());
    expect(given.saga.context.ended?.status).toBe("completed");
  });

  test("with parameters that break its schema is never sent", () => {
    const params = { type: "object", properties: { amount: { type: "integer" } }, required: ["amount"] };

    expect(drive({ with: { amount: 5 } }, { params }).calls).toEqual(["action a"]);
    const given = drive({ with: { amount: "much" } }, { params });
    expect(given.calls).toEqual([]);
    expect(given.saga.context.cause).toMatchObject({ type: "InputInvalid", category: "consistency" });
  });

  test("is verified by the catalogue's question, and a question that cannot be rendered leaves the outcome unknown", () => {
    const verify = { ...VERIFYING, call: aCall("/of/${ params.absent.id }") };
    const given = drive({ kind: "pivot" }, { verify });

    given.answer({ kind: "lost", reason: "cut", timedOut: false });

    expect(given.calls).toEqual(["action a"]);
    expect(given.incident).toMatchObject({ reason: "outcome_unknown", state: "a" });
    expect(given.entries.at(-1)?.data.error?.detail).toBe("cut");
  });
});

describe("a loop of calls", () => {
  test("ends after a thousand visits of one state, with nothing sent", () => {
    const definition = aDefinition([aTask("a", "a", { compensate: null }), DONE]);
    const drive = new Drive(definition).start();
    for (let visit = 1; visit <= 1000; visit += 1) drive.answer(ok());

    expect(drive.calls).toHaveLength(1000);
    expect(drive.saga.context.cause).toMatchObject({ type: "TooManyVisits", category: "internal", state: "a" });
  });
});

describe("an undo whose parameters cannot be rendered", () => {
  test("waits for a person", () => {
    const service = aService({ call: aCall("/revoke") });
    const call = { kind: "operation", service: "shop", operation: "buy" } as const;
    const tell = anEmit("tell", "last", { compensate: { kind: "call", call, with: "${ output.absent.id }" } });
    const definition = aDefinition([tell, aTask("last", "done"), DONE], {}, new Map(), new Map([["shop", service]]));

    const drive = new Drive(definition).start().answer(refused);

    expect(drive.incident).toMatchObject({ reason: "undo_failed", state: "tell" });
    expect(drive.saga.context.steps["tell"]?.undoError?.detail).toContain("with: ");
  });
});
