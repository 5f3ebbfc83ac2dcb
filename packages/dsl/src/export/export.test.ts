import { readdirSync, readFileSync } from "node:fs";
import { isJsonObject, type Json, type JsonObject, sha256Hex } from "@skald/shared";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMachine } from "xstate";
import {
  compileSaga,
  exportAsl,
  exportMermaid,
  exportScxml,
  exportXstate,
  graphOf,
  readSources,
  type ServiceModel,
  validateText,
} from "../index.ts";
import { chartOf } from "../model/chart.ts";

const SHOP = new URL("../../../../examples/shop/", import.meta.url);
const SERVICES = readdirSync(new URL("services/", SHOP)).map((name) => readFileSync(new URL(`services/${name}`, SHOP), "utf8"));
const ORDER = readFileSync(new URL("sagas/order.yaml", SHOP), "utf8");
const EACH_STATE = readFileSync(new URL("golden/each-state.yaml", import.meta.url), "utf8");

function documentOf(text: string): Json {
  return readSources(text, { many: false }).sources[0]?.value ?? null;
}

const scope = { services: SERVICES.map(documentOf) };
const none = { services: [] };

function machineOfOrder(): JsonObject {
  const { documents } = validateText([...SERVICES, ORDER].join("\n---\n"), { many: true });
  const saga = documents.find((document) => document.kind === "saga");
  if (saga?.kind !== "saga" || saga.model === null) throw new Error("The order saga has a mistake.");

  const services = new Map([...saga.resolved].filter((entry): entry is [string, ServiceModel] => entry[1] !== null));
  return compileSaga(saga.model, { services, graph: graphOf(saga.model, services), sha256: sha256Hex }).machine;
}

describe("XState", () => {
  test("gets a config it makes a machine of, with every state of the saga", async () => {
    const text = exportXstate(machineOfOrder());

    const { states } = createMachine(JSON.parse(text));

    expect(Object.keys(states["forward"]?.states ?? {})).toEqual([
      "createOrder",
      "reserve",
      "authorise",
      "ship",
      "capture",
      "announce",
      "done",
      "rejected",
    ]);
    await expect(text).toMatchFileSnapshot("golden/order.xstate.json");
  });
});

describe("Mermaid", () => {
  test("reads as reviewed", async () => {
    await expect(exportMermaid(documentOf(ORDER), scope)).toMatchFileSnapshot("golden/order.mmd");
    await expect(exportMermaid(documentOf(EACH_STATE), none)).toMatchFileSnapshot("golden/each-state.mmd");
  });

  test.each([
    ["the order saga", ORDER],
    ["a saga of every state type", EACH_STATE],
  ])("has each state once: %s", (_name, text) => {
    const saga = documentOf(text);
    const states = chartOf(saga).scopes.flatMap((each) => [...each.states.values()]);

    const declared = [...exportMermaid(saga, scope).matchAll(/^\s*state ".*" as (\w+)/gm)].map(([, id]) => id);

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

        const lines = exportMermaid(saga, none).split("\n");

        expect(lines.filter((line) => /^\s*(?:end note|\}.*|state x.*)$/.test(line))).toEqual([]);
      }),
    );
  });
});

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
});

describe("Amazon States Language", () => {
  test("reads as reviewed, losses and all", async () => {
    await expect(`${JSON.stringify(exportAsl(documentOf(ORDER), scope), null, 2)}\n`).toMatchFileSnapshot("golden/order.asl.json");
    await expect(`${JSON.stringify(exportAsl(documentOf(EACH_STATE), none), null, 2)}\n`).toMatchFileSnapshot("golden/each-state.asl.json");
  });

  test.each([
    ["the order saga", ORDER],
    ["a saga of every state type", EACH_STATE],
  ])("leads nowhere that is not there, and reaches every state: %s", (_name, text) => {
    const { machine } = exportAsl(documentOf(text), scope);
    const scopes = scopesOf(machine);
    const names = scopes.flatMap((each) => Object.keys(each["States"] as JsonObject));

    expect(scopes.flatMap(strayTargets)).toEqual([]);
    expect(scopes.flatMap(unreachable)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.length > 80)).toEqual([]);
  });

  test("undoes what is done, last first, behind each failure", () => {
    const { machine } = exportAsl(documentOf(ORDER), scope);

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
    const { machine } = exportAsl(documentOf(ORDER), scope);
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
      none,
    );
    const states = machine["States"] as Record<string, JsonObject>;

    expect(states["begin"]).toMatchObject({ Assign: { done_book: false } });
    expect(states["book"]).toMatchObject({ Assign: { done_book: true } });
    expect(states["is book done"]).toMatchObject({ Type: "Choice", Choices: [{ Condition: "{% $done_book %}", Next: "undo book" }] });
    expect(states["undo book"]).toMatchObject({ Assign: { done_book: false } });
  });

  test("says of every loss where it is and what to do", () => {
    const { losses } = exportAsl(documentOf(EACH_STATE), none);

    expect(losses.filter(({ at, what, remedy }) => !at.startsWith("/") || what === "" || remedy === "")).toEqual([]);
    expect(losses.map(({ at }) => at)).toEqual(
      expect.arrayContaining(["/states/both/join", "/states/group", "/states/heard", "/states/child"]),
    );
  });

  test("fails where an expression has no words, and says so", () => {
    const { machine, losses } = exportAsl(documentOf(EACH_STATE), none);

    expect(JSON.stringify(machine["States"])).toContain("not translated: int(");
    expect(losses).toContainEqual(expect.objectContaining({ at: "/states/name", kind: "dropped" }));
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

        expect(isJsonObject(exportAsl(saga, scope).machine)).toBe(true);
        expect(exportMermaid(saga, scope)).toContain("stateDiagram-v2");
      }),
    );
  });
});

interface XmlTag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Reads XML strictly enough to see that it is well-formed: tags nest, attributes are quoted and unique, text is escaped. */
function parseXml(text: string): { readonly elements: readonly XmlTag[]; readonly problem: string | null } {
  const elements: XmlTag[] = [];
  const open: string[] = [];
  const body = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const token = /<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let at = 0;
  for (const [whole, closing, name = "", raw = "", selfClosing, characters] of body.matchAll(token)) {
    at += whole.length;
    const entities = (characters ?? raw).replaceAll(/&(?:amp|lt|gt|quot|#\d+);/g, "");
    // The characters XML 1.0 allows.
    if (entities.includes("&") || !/^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u.test(whole))
      return { elements, problem: whole };
    if (characters !== undefined) continue;
    if (closing === "/" && open.pop() !== name) return { elements, problem: whole };
    if (closing === "/") continue;
    const attributes = [...raw.matchAll(/([\w.:-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value] as const);
    if (new Set(attributes.map(([key]) => key)).size !== attributes.length) return { elements, problem: whole };
    elements.push({ name, attributes: Object.fromEntries(attributes) });
    if (selfClosing === "") open.push(name);
  }
  return { elements, problem: at === body.length && open.length === 0 ? null : body.slice(at, at + 80) || open.join(" ") };
}

/** A machine and every machine inside it. */
function scopesOf(machine: JsonObject): readonly JsonObject[] {
  const states = Object.values(machine["States"] as JsonObject).filter(isJsonObject);
  const inner = states.flatMap((state) => [
    ...((state["Branches"] ?? []) as readonly JsonObject[]),
    ...(isJsonObject(state["ItemProcessor"]) ? [state["ItemProcessor"]] : []),
  ]);

  return [machine, ...inner.flatMap(scopesOf)];
}

function targetsOf(state: Json | undefined): readonly string[] {
  const text = JSON.stringify({ ...(state as JsonObject), Branches: null, ItemProcessor: null });

  return [...text.matchAll(/"(?:Next|Default)":"([^"]*)"/g)].map(([, name = ""]) => name);
}

function strayTargets(machine: JsonObject): readonly string[] {
  const states = machine["States"] as JsonObject;

  return [String(machine["StartAt"]), ...Object.values(states).flatMap(targetsOf)].filter((name) => !Object.hasOwn(states, name));
}

function unreachable(machine: JsonObject): readonly string[] {
  const states = machine["States"] as JsonObject;
  const reached = new Set<string>();
  const open = [String(machine["StartAt"])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...targetsOf(states[name]));
  }
  return Object.keys(states).filter((name) => !reached.has(name));
}

/** The states an error of a state leads through, each going well, until there is no next. */
function wayFrom(machine: JsonObject, state: string, error: string): readonly string[] {
  const states = machine["States"] as Record<string, JsonObject>;
  const caught = ((states[state]?.["Catch"] ?? []) as readonly JsonObject[]).find((entry) =>
    (entry["ErrorEquals"] as readonly string[]).includes(error),
  );
  const way: string[] = [];
  for (let name = caught?.["Next"]; typeof name === "string"; name = states[name]?.["Next"]) way.push(name);

  return way;
}
