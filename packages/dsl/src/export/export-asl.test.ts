import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportAsl } from "./export-asl.ts";
import { exportMermaid } from "./export-mermaid.ts";
import { scopesOf, strayTargets, unreachable, wayFrom } from "./testing/asl-ways.ts";
import { EACH_STATE, NO_SERVICES, ORDER, SHOP_SERVICES } from "./testing/documents.ts";

describe("Amazon States Language", () => {
  test("reads as reviewed, losses and all", async () => {
    await expect(`${JSON.stringify(exportAsl(ORDER, SHOP_SERVICES), null, 2)}\n`).toMatchFileSnapshot("golden/order.asl.json");
    await expect(`${JSON.stringify(exportAsl(EACH_STATE, NO_SERVICES), null, 2)}\n`).toMatchFileSnapshot("golden/each-state.asl.json");
  });

  test.each([
    ["the order saga", ORDER],
    ["a saga of every state type", EACH_STATE],
  ])("leads nowhere that is not there, and reaches every state: %s", (_name, saga) => {
    const { machine } = exportAsl(saga, SHOP_SERVICES);
    const scopes = scopesOf(machine);
    const names = scopes.flatMap((each) => Object.keys(each["States"] as JsonObject));

    expect(scopes.flatMap(strayTargets)).toEqual([]);
    expect(scopes.flatMap(unreachable)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.length > 80)).toEqual([]);
  });

  test("undoes what is done, last first, behind each failure", () => {
    const { machine } = exportAsl(ORDER, SHOP_SERVICES);

    expect(wayFrom(machine, "ship", "States.Http.StatusCode.422")).toEqual([
      "undo authorise",
      "undo reserve",
      "undo createOrder",
      "failed",
    ]);
    expect(wayFrom(machine, "ship", "States.ALL")).toEqual(["undo ship", "undo authorise", "undo reserve", "undo createOrder", "failed"]);
    expect(wayFrom(machine, "reserve", "States.Http.StatusCode.409")).toEqual(["undo createOrder (2)", "rejected"]);
  });

  test("asks whether a pivot happened, and never undoes one of which nobody knows", () => {
    const { machine } = exportAsl(ORDER, SHOP_SERVICES);
    const states = machine["States"] as Record<string, JsonObject>;

    expect(wayFrom(machine, "capture", "States.ALL").slice(0, 2)).toEqual(["verify capture", "did capture happen"]);
    expect(states["verify capture"]?.["Catch"]).toEqual([{ ErrorEquals: ["States.ALL"], Next: "outcome unknown" }]);
    expect(states["did capture happen"]).toMatchObject({ Choices: [{ Next: "announce" }], Default: "undo ship" });
  });

  test("remembers what is done where the way decides it", () => {
    const post = (url: string, next: string): JsonObject => ({
      type: "task",
      call: { http: { method: "POST", url } },
      compensate: { call: { http: { method: "DELETE", url } } },
      next,
    });
    const { machine } = exportAsl(
      {
        start: "which",
        states: {
          which: { type: "switch", cases: [{ when: "${ input.big }", next: "book" }], default: "pay" },
          book: post("https://a.example/b", "pay"),
          pay: post("https://a.example/p", "done"),
          done: { type: "fail", error: { type: "No" } },
        },
      },
      NO_SERVICES,
    );
    const states = machine["States"] as Record<string, JsonObject>;

    expect(states["begin"]).toMatchObject({ Assign: { done_book: false } });
    expect(states["book"]).toMatchObject({ Assign: { done_book: true } });
    expect(states["is book done"]).toMatchObject({ Type: "Choice", Choices: [{ Condition: "{% $done_book %}", Next: "undo book" }] });
    expect(states["undo book"]).toMatchObject({ Assign: { done_book: false } });
  });

  test("says of every loss where it is and what to do", () => {
    const { losses } = exportAsl(EACH_STATE, NO_SERVICES);

    expect(losses.filter(({ at, what, remedy }) => !at.startsWith("/") || what === "" || remedy === "")).toEqual([]);
    expect(losses.map(({ at }) => at)).toEqual(
      expect.arrayContaining(["/states/both/join", "/states/group", "/states/heard", "/states/child"]),
    );
  });

  test("fails where an expression has no words, and says so", () => {
    const { machine, losses } = exportAsl(EACH_STATE, NO_SERVICES);

    expect(JSON.stringify(machine["States"])).toContain("not translated: int(");
    expect(losses).toContainEqual(expect.objectContaining({ at: "/states/name", kind: "dropped" }));
  });

  test("of a document with mistakes leads where it says, and has no state nothing leads to", () => {
    const { machine } = exportAsl(
      { start: "a", states: { a: { type: "wait", for: "1s", next: "gone" }, b: { type: "wait", for: "1s", next: "a" } } },
      NO_SERVICES,
    );

    expect(machine["States"]).toEqual({
      begin: { Type: "Pass", Assign: { input: "{% $states.input %}" }, Next: "a" },
      a: { Type: "Wait", Seconds: 1, Next: "gone" },
    });
  });

  test("throws at no document, whatever is wrong with it", () => {
    const word = fc.constantFrom(
      "a",
      "b",
      "task",
      "switch",
      "parallel",
      "forEach",
      "wait",
      "fail",
      "${ input.x }",
      "${",
      "compensate",
      "next",
      "start",
    );
    const json = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        word,
        fc.constantFrom(null, true, 1),
        fc.array(tie("any"), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(
            word,
            fc.constantFrom("type", "states", "branches", "body", "cases", "catch", "call", "with", "errors", "in", "http", "url"),
          ),
          tie("any"),
          { maxKeys: 4 },
        ),
      ),
    })).any;

    fc.assert(
      fc.property(json, fc.dictionary(word, json, { maxKeys: 4 }), (start, states) => {
        const saga = { start, states } as Json;

        expect(isJsonObject(exportAsl(saga, SHOP_SERVICES).machine)).toBe(true);
        expect(exportMermaid(saga, SHOP_SERVICES)).toContain("stateDiagram-v2");
      }),
    );
  });
});
