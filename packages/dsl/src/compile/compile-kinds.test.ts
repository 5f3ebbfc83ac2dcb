import { type Json, sha256Hex } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { graphOf } from "../graph/graph-of.ts";
import { sagaModel } from "../model/saga-document.ts";
import { serviceModel } from "../model/service-document.ts";
import { compileSaga } from "./compile-saga.ts";
import type { CompiledSaga } from "./compiled.ts";
import { hasUndo } from "./undo-lane.ts";

const CALL = { method: "POST", path: "/x" };
const PHASE = { call: CALL };

const services = new Map([
  [
    "stock",
    serviceModel({
      document: { name: "stock" },
      operations: {
        hold: { kind: "compensatable", call: CALL, compensate: { call: { method: "DELETE", path: "/x" } } },
        pair: { kind: "compensatable", tcc: { try: PHASE, confirm: PHASE, cancel: PHASE } },
      },
    }),
  ],
]);

function compile(states: Json, start = "a"): CompiledSaga {
  const model = sagaModel({ document: { name: "demo" }, start, states });

  return compileSaga(model, { services, graph: graphOf(model, services), sha256: sha256Hex });
}

const done = { type: "succeed" };
const undo = { call: "stock.hold", with: {} };

describe("what ends a branch goes nowhere, compiled", () => {
  test.each<[string, Json, object]>([
    ["a wait", { type: "wait", for: "1s", end: true }, { next: null }],
    ["a value that is set", { type: "set", values: { v: 1 }, end: true }, { next: null }],
    ["an event", { type: "emit", event: { type: "e" }, end: true }, { next: null }],
    ["an undo of some states", { type: "compensate", only: ["s"], end: true }, { next: null, only: ["both.b.s"] }],
    ["an undo of all", { type: "compensate", end: true }, { next: null, only: null }],
    [
      "a block",
      { type: "parallel", branches: { i: { start: "t", states: { t: { type: "wait", for: "1s", end: true } } } }, end: true },
      { next: null, branches: { i: { start: "both.b.s.i.t" } } },
    ],
    [
      "a body",
      { type: "forEach", in: "${ [1] }", body: { start: "t", states: { t: { type: "wait", for: "1s", end: true } } }, end: true },
      { next: null, batch: null },
    ],
    [
      "a group",
      { type: "transaction", protocol: "tcc", participants: [{ name: "one", call: "stock.pair", with: {} }], end: true },
      { next: null, compensate: null },
    ],
  ])("%s", (_what, state, expected) => {
    const { states } = compile(
      { both: { type: "parallel", branches: { b: { start: "s", states: { s: state } } }, next: "done" }, done },
      "both",
    );

    expect(states["both.b.s"]).toMatchObject(expected);
  });
});

describe("an undo that stands at its state is resolved into it", () => {
  test.each<[string, Json, object]>([
    [
      "a call for an event",
      { type: "emit", event: { type: "e" }, compensate: undo, next: "done" },
      { kind: "call", operation: { service: "default/stock" } },
    ],
    ["an event for an event", { type: "emit", event: { type: "e" }, compensate: { emit: { type: "f" } }, next: "done" }, { kind: "emit" }],
  ])("%s", (_what, a, expected) => {
    expect(compile({ a, done }).states["a"]).toMatchObject({ compensate: expected });
  });

  test("one call for all items of a body", () => {
    const body = { start: "t", states: { t: { type: "wait", for: "1s", end: true } } };

    const { states } = compile({ a: { type: "forEach", in: "${ [1] }", body, compensation: { batch: undo }, next: "done" }, done });

    expect(states["a"]).toMatchObject({ batch: { label: "stock.hold" } });
  });
});

describe("a group", () => {
  test("that one call takes back has that on the undo stack, and its participants not", () => {
    const participants = [{ name: "one", call: "stock.pair", with: {} }];
    const { states } = compile({ a: { type: "transaction", protocol: "tcc", participants, compensate: undo, next: "done" }, done });

    const group = states["a"];
    expect(group).toMatchObject({ compensate: { label: "stock.hold", service: "default/stock" } });
    expect(group === undefined ? false : hasUndo(group)).toBe(true);
  });

  test("lets a participant wait for those it reads, and for no others", () => {
    const { states } = compile({
      a: {
        type: "transaction",
        protocol: "tcc",
        participants: [
          { name: "one", call: "stock.pair", with: { said: "participants.two" } },
          {
            name: "two",
            call: "stock.pair",
            with: { id: "${ participants.one.output.id }", of: "no. ${ participants.three.output } of ${ participants.two.output }" },
          },
        ],
        next: "done",
      },
      done,
    });

    const group = states["a"];
    expect(group?.type === "transaction" ? group.participants.map(({ after }) => after) : []).toEqual([[], ["one"]]);
  });
});

describe("what the checks would have refused is never compiled", () => {
  test.each<[string, Json, string]>([
    ["a child nobody has", { type: "saga", saga: "other", next: "done" }, "was not resolved"],
    ["an operation nobody has", { type: "task", call: "stock.gone", next: "done" }, "was not resolved"],
    ["an operation of a service nobody has", { type: "task", call: "gone.hold", next: "done" }, "was not resolved"],
    ["an undo nobody has", { type: "emit", event: { type: "e" }, compensate: { call: "stock.gone" }, next: "done" }, "was not resolved"],
    [
      "an undo of a service nobody has",
      { type: "emit", event: { type: "e" }, compensate: { call: "gone.hold" }, next: "done" },
      "was not resolved",
    ],
    [
      "a participant of another protocol",
      { type: "transaction", protocol: "2pc", participants: [{ name: "one", call: "stock.pair" }], next: "done" },
      "cannot take part in a 2pc group",
    ],
    [
      "a participant without phases",
      { type: "transaction", protocol: "2pc", participants: [{ name: "one", call: "stock.hold" }], next: "done" },
      "cannot take part in a 2pc group",
    ],
  ])("%s", (_what, a, sentence) => {
    expect(() => compile({ a, done })).toThrow(sentence);
  });
});
