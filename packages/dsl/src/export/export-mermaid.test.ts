import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chartOf } from "../model/chart.ts";
import { exportMermaid } from "./export-mermaid.ts";
import { documentOf, EACH_STATE, NO_SERVICES, ORDER, SHOP_SERVICES } from "./testing/documents.ts";

describe("Mermaid", () => {
  test("reads as reviewed", async () => {
    await expect(exportMermaid(ORDER, SHOP_SERVICES)).toMatchFileSnapshot("golden/order.mmd");
    await expect(exportMermaid(EACH_STATE, NO_SERVICES)).toMatchFileSnapshot("golden/each-state.mmd");
  });

  test.each([
    ["the order saga", ORDER],
    ["a saga of every state type", EACH_STATE],
  ])("has each state once: %s", (_name, saga) => {
    const states = chartOf(saga).scopes.flatMap((each) => [...each.states.values()]);

    const declared = [...exportMermaid(saga, SHOP_SERVICES).matchAll(/^\s*state ".*" as (\w+)/gm)].map(([, id]) => id);

    expect(declared).toHaveLength(states.length);
    expect(new Set(declared).size).toBe(states.length);
  });

  test("has no line of its grammar made of what a document says", () => {
    const hostile = fc.string({ unit: "binary" }).map((text) => `${text}"\nend note\n}; state x`);

    fc.assert(
      fc.property(hostile, hostile, (title, when) => {
        const saga = {
          document: { title },
          start: "a",
          states: { a: { type: "switch", cases: [{ when, next: "b" }], default: "b" }, b: { type: "fail" } },
        };

        const lines = exportMermaid(saga, NO_SERVICES).split("\n");

        expect(lines.filter((line) => /^\s*(?:end note|\}.*|state x.*)$/.test(line))).toEqual([]);
      }),
    );
  });

  test.each([
    ["{ type: wait, until: '${ input.at }', next: b }", 'state "a (wait input.at)" as a'],
    ["{ type: forEach, in: '${ input.l }', body: { start: c, states: {} }, next: b }", 'state "a (for each item)" as a {'],
    ["{ type: emit, event: { type: t }, next: b }", 'state "a (emit t)" as a'],
    ["{ type: fail, error: { type: T } }", "a --> [*]"],
    ["{ type: switch, cases: [{ when: '${ input.x }', next: b }], default: gone }", "a --> b : input.x"],
    ["{ type: listen, cases: [{ signal: s, next: b }, { event: { type: e }, next: b }] }", "a --> b : s"],
    ["{ type: listen, cases: [{ signal: s, next: b }, { event: { type: e }, next: b }] }", "a --> b : e"],
    ["{ type: listen, signal: s, next: b, timeout: 1s, onTimeout: b }", "a --> b : time-out"],
    ["{ type: human, outcomes: { yes: b } }", "a --> b : yes"],
    ["{ type: task, call: x.y, next: b, catch: [{ errors: [P, Q], next: b }] }", "a --> b : on P, Q"],
    [
      "{ type: task, call: x.y, next: b, catch: [{ errors: ['*'], compensate: true, next: b }] }",
      "a --> b : on *, after undoing everything",
    ],
  ])("draws %s as %s", (state, line) => {
    const lines = exportMermaid(documentOf(`start: a\nstates:\n  a: ${state}\n  b: { type: succeed }\n`), NO_SERVICES).split("\n");

    expect(lines.map((each) => each.trim())).toContain(line);
  });

  test.each([
    ["an event", "{ emit: { type: taken.back } }", "emit taken.back"],
    ["an operation", "{ call: stock.drop }", "stock.drop"],
    ["a statement", "{ call: { sql: 'delete' } }", "SQL"],
    ["a call to a path", "{ call: { method: DELETE, path: '/h/${ output.id }' } }", "DELETE /h/output.id"],
    ["a call to an address", "{ call: { http: { method: DELETE, url: https://a.example/h } } }", "DELETE https#58;//a.example/h"],
  ])("notes an undo by %s beside its state", (_what, undo, text) => {
    const lines = exportMermaid(
      documentOf(`start: a\nstates:\n  a: { type: emit, event: { type: t }, compensate: ${undo}, end: true }\n`),
      NO_SERVICES,
    );

    expect(lines).toContain(`note right of a\n    undo#58; ${text}\n  end note`);
  });

  test("shortens what is too long to draw", () => {
    const text = exportMermaid(
      documentOf(`start: a\nstates:\n  a: { type: switch, cases: [{ when: '\${ ${"x".repeat(100)} }', next: a }], default: a }\n`),
      NO_SERVICES,
    );

    expect(text).toContain(`a --> a : ${"x".repeat(79)}…\n`);
  });
});
