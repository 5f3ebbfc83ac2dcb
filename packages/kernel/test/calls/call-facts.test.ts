import { describe, expect, test } from "vitest";
import { callFacts } from "../../src/decide/calls/call-facts.ts";
import { undoCallOf } from "../../src/decide/undo/undo-call.ts";
import { aCall, aDefinition, aForEach, aTask, DONE } from "../fixtures.ts";
import { aGroup } from "../groups/a-group.ts";
import { aListen, anEmit } from "../waits/waiting.ts";
import { aService } from "./a-service.ts";

const BUY = { call: { kind: "operation", service: "shop", operation: "buy" }, with: null } as const;
const services = new Map([
  ["shop", aService({ timeoutMs: 7000, phases: { protocol: "2pc", first: aCall("/1"), commit: aCall("/2"), abort: aCall("/3") } })],
]);
const byCall = { kind: "call", ...BUY } as const;
const participants = [{ name: "from", ...BUY }];
const definition = aDefinition(
  [
    aTask("plain", "tell", { timeoutMs: 7000, compensate: null }),
    anEmit("tell", "hear", { compensate: byCall }),
    anEmit("silent", "hear"),
    aListen("hear", "book", { compensate: byCall }),
    aGroup({ name: "book", participants, kind: "compensatable", compensate: BUY, next: "each" }),
    aGroup({ name: "bare", participants, kind: "compensatable", next: "each" }),
    aForEach("each", [aTask("save", null)]),
    DONE,
  ],
  {},
  new Map(),
  services,
);

describe("what is known of the calls of a state", () => {
  test.each(["plain", "tell", "hear", "book", "book.from", "bare.from"])("%s has the limit of what it calls", (path) => {
    expect(callFacts(definition, path).timeoutMs).toBe(7000);
  });

  test("a forEach has that of its batch", () => {
    const operation = { service: "test/shop", label: "shop.buy", timeoutMs: 9 };
    const each = { ...definition.states["each"], batch: operation } as never;

    expect(callFacts({ ...definition, states: { ...definition.states, each } }, "each")).toBe(operation);
  });

  test.each(["silent", "bare", "each", "done", "absent", "book.absent"])("%s makes none", (path) => {
    expect(() => callFacts(definition, path)).toThrow(`"${path}" makes no calls`);
  });
});

describe("the call that undoes a state", () => {
  test.each([
    ["tell", true],
    ["book", true],
    ["plain", false],
    ["silent", false],
    ["bare", false],
    ["each", false],
    ["bare.from", false],
  ])("of %s is there: %s", (path, isThere) => {
    expect(undoCallOf(definition, path) !== null).toBe(isThere);
  });
});
