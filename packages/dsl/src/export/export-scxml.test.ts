import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportScxml } from "./export-scxml.ts";
import { machineOfOrder } from "./testing/documents.ts";
import { parseXml } from "./testing/parse-xml.ts";

describe("SCXML", () => {
  test("reads as reviewed", async () => {
    await expect(exportScxml(machineOfOrder())).toMatchFileSnapshot("golden/order.scxml");
  });

  test("is well-formed, names each state once, and leads nowhere that is not there", () => {
    const { elements, problem } = parseXml(exportScxml(machineOfOrder()));
    const ids = elements
      .filter(({ name }) => ["state", "final", "parallel"].includes(name))
      .map(({ attributes }) => attributes["id"] ?? "");
    const targets = elements.flatMap(({ attributes }) => [
      ...(attributes["target"]?.split(" ") ?? []),
      ...(attributes["initial"]?.split(" ") ?? []),
    ]);

    expect(problem).toBeNull();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(40);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  test("has parallel and history states, delays, guards, eventless and done transitions", () => {
    const text = exportScxml({
      id: "m",
      initial: "a",
      states: {
        a: {
          type: "parallel",
          onDone: "b",
          states: { x: { initial: "one", states: { one: { after: { 100: "two" } }, two: { type: "final" } } }, y: { type: "final" } },
        },
        b: { always: { target: "c", guard: "isDone" }, on: { "b/go": ["c"], "*": { actions: ["note"] } } },
        c: {
          initial: "d",
          states: { d: {}, h: { type: "history", history: "deep", target: "d" } },
          on: { back: { target: ".h" }, all: "#m.a.x.two" },
        },
      },
    });

    expect(parseXml(text).problem).toBeNull();
    expect(text).toContain('<parallel id="a">');
    expect(text).toContain('<transition event="done.state.a" target="b"');
    expect(text).toContain('<send event="after.100.a.x.one" id="after.100.a.x.one" delay="100ms"/>');
    expect(text).toContain('<transition target="c" type="internal" skald:guard="isDone"/>');
    expect(text).toContain('<history id="c.h" type="deep">');
    expect(text).toContain('<transition event="back" target="c.h"');
    expect(text).toContain('<transition event="all" target="a.x.two"');
  });

  test("tries the longer of two events first, because an event matches by its beginning", () => {
    const text = exportScxml({ id: "m", initial: "a", states: { a: { on: { "a/verify": "a", "a/verify/retrying": "a" } } } });

    expect(text.indexOf('event="a.verify.retrying"')).toBeLessThan(text.indexOf('event="a.verify"'));
  });

  test("is well-formed whatever states, events and params are called", () => {
    const word = fc.string({ unit: "binary", maxLength: 8 });
    const state = fc.record({
      on: fc.dictionary(word, word),
      entry: fc.array(fc.record({ type: word, params: fc.dictionary(word, word) })),
    });

    fc.assert(
      fc.property(fc.dictionary(word, state, { maxKeys: 4 }), (states) => {
        const { elements, problem } = parseXml(exportScxml({ id: "m", states }));
        const ids = elements.flatMap(({ attributes }) => attributes["id"] ?? []);

        expect(problem).toBeNull();
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  test("keeps a guard that is no name, and says that a state is entered anew only where it is", () => {
    const text = exportScxml({
      id: "m",
      initial: "a",
      states: { a: { on: { go: { target: "a", reenter: true, guard: { type: "isDone", params: { n: 1 } } }, stay: { target: "a" } } } },
    });

    expect(text).toContain(
      '<transition event="go" target="a" skald:guard="{&quot;type&quot;:&quot;isDone&quot;,&quot;params&quot;:{&quot;n&quot;:1}}"/>',
    );
    expect(text).toContain('<transition event="stay" target="a" type="internal"/>');
  });

  test("tries the ways of one event in their order", () => {
    const text = exportScxml({
      id: "m",
      initial: "a",
      states: { a: { on: { go: [{ target: "b", guard: "first" }, { target: "c" }] } }, b: {}, c: {} },
    });

    expect(text).toContain(
      '<transition event="go" target="b" type="internal" skald:guard="first"/>\n      <transition event="go" target="c" type="internal"/>',
    );
  });

  test.each([
    ["shallow where it says nothing, and leads where its parent begins", {}, "shallow", "a.one"],
    ["as deep as it says, and leads where it says", { history: "deep", target: "two" }, "deep", "a.two"],
  ])("has a history %s", (_what, history, type, target) => {
    const text = exportScxml({
      id: "m",
      initial: "a",
      states: { a: { initial: "one", states: { one: {}, two: {}, h: { type: "history", ...history } } } },
    });

    expect(text).toContain(`<history id="a.h" type="${type}">\n        <transition target="${target}" type="internal"/>`);
  });

  test.each(["gone", "#gone", "#m.gone.deeper", ".gone"])("leads nowhere where there is nothing of that name: %s", (target) => {
    const text = exportScxml({ id: "m", initial: "a", states: { a: { on: { go: target } } } });

    expect(text).toContain('<transition event="go"/>');
  });

  test("has a name for a machine without one, and for states whose names begin with a digit", () => {
    expect(exportScxml({ initial: "1", states: { 1: {} } })).toContain('<state id="machine" initial="_1">');
  });

  test("sends the actions of a state when it is entered and left, and of a transition when it is taken", () => {
    const text = exportScxml({
      id: "m",
      initial: "a",
      states: { a: { entry: "begin", exit: [{ type: "note", params: { n: 1 } }, {}], on: { go: { actions: "step/done" } } } },
    });

    expect(text).toContain('<onentry>\n        <send event="begin"/>');
    expect(text).toContain(
      '<onexit>\n        <send event="note">\n          <content>{&quot;n&quot;:1}</content>\n        </send>\n      </onexit>',
    );
    expect(text).toContain('<transition event="go">\n        <send event="step.done"/>');
  });
});
