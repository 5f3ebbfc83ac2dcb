import type { GraphView, Json } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { sagaModel } from "../model/saga-document.ts";
import { serviceModel } from "../model/service-document.ts";
import { graphOf } from "./graph-of.ts";

const CALL = { method: "POST", path: "/x" };
const UNDO = { call: { method: "DELETE", path: "/x" } };

const stock = serviceModel({
  document: { name: "stock" },
  operations: {
    hold: { kind: "compensatable", call: CALL, compensate: UNDO },
    book: { kind: "pivot", call: CALL },
    tell: { kind: "retriable", call: CALL },
    find: { kind: "readOnly", call: CALL },
  },
});

function graphFrom(start: string, states: Json): GraphView {
  return graphOf(sagaModel({ document: { name: "a" }, start, states }), new Map([["stock", stock]]));
}

function placesOf(graph: GraphView): Readonly<Record<string, string>> {
  return Object.fromEntries(graph.nodes.map((node) => [node.state, `${node.column},${node.row}`]));
}

const task = (operation: string, next: string, more: object = {}): Json => ({ type: "task", call: `stock.${operation}`, next, ...more });
const end: Json = { type: "succeed" };
const failure: Json = { type: "fail", error: { type: "X" } };

describe("the layout", () => {
  test("the main line stands on row 0, ways beside it below, failing ends lowest", () => {
    const graph = graphFrom("a", {
      a: task("hold", "choose", { catch: [{ errors: ["*"], compensate: true, next: "sorry" }] }),
      sorry: failure,
      choose: { type: "switch", cases: [{ when: "${ true }", next: "short" }], default: "b" },
      short: task("hold", "over"),
      over: end,
      b: task("hold", "c"),
      c: task("book", "done"),
      done: end,
    });

    expect(placesOf(graph)).toEqual({ a: "0,0", choose: "1,0", b: "2,0", c: "3,0", done: "4,0", short: "2,1", over: "3,1", sorry: "1,1" });
    expect([graph.columns, graph.rows, graph.pivotColumn]).toEqual([5, 2, 3]);
  });

  test("the main line leaves a switch on the way that can end well, wherever that stands", () => {
    const graph = graphFrom("choose", {
      choose: { type: "switch", cases: [{ when: "${ true }", next: "sorry" }], default: "done" },
      sorry: failure,
      done: end,
    });

    expect(placesOf(graph)).toEqual({ choose: "0,0", done: "1,0", sorry: "1,1" });
  });

  test("no two boxes share a place", () => {
    const states = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `s${index}`,
        {
          type: "switch",
          cases: [{ when: "${ true }", next: `s${Math.min(39, index * 2 + 1)}` }],
          default: index > 30 ? "end" : `s${index + 1}`,
        },
      ]),
    );

    const places = Object.values(placesOf(graphFrom("s0", { ...states, end })));

    expect(new Set(places).size).toBe(places.length);
  });

  test("a loop keeps its edge back but does not move boxes", () => {
    const graph = graphFrom("a", {
      a: task("find", "check"),
      check: { type: "switch", cases: [{ when: "${ true }", next: "done" }], default: "pause" },
      pause: { type: "wait", for: "5s", next: "a" },
      done: end,
    });

    expect(placesOf(graph)).toEqual({ a: "0,0", check: "1,0", done: "2,0", pause: "2,1" });
    expect(graph.edges).toContainEqual({ from: "pause", to: "a", kind: "next", label: null });
  });

  test("a step on several ways stands behind the longest of them", () => {
    const graph = graphFrom("a", {
      a: { type: "switch", cases: [{ when: "${ true }", next: "z" }], default: "b" },
      b: task("hold", "c"),
      c: task("hold", "z"),
      z: end,
    });

    expect(placesOf(graph)["z"]).toBe("3,0");
  });

  test("a chain of 5,000 states is laid out", () => {
    const states = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`s${index}`, task("hold", `s${index + 1}`)]));

    expect(graphFrom("s0", { ...states, s5000: end }).columns).toBe(5001);
  });

  test("edges that lead nowhere and a start that is unknown do no harm", () => {
    expect(graphFrom("nowhere", { a: task("hold", "b") }).nodes).toHaveLength(1);
    expect(graphFrom("a", {})).toMatchObject({ nodes: [], columns: 0, rows: 0, pivotColumn: null });
  });
});

describe("a box", () => {
  test("says what undoes it, or why nothing does", () => {
    const graph = graphFrom("a", {
      a: task("find", "b"),
      b: task("hold", "c"),
      c: task("tell", "d"),
      d: task("tell", "e", { irreversible: true }),
      e: task("book", "f"),
      f: task("tell", "g"),
      g: end,
    });

    expect(graph.nodes.map((node) => node.undo.kind)).toEqual(["none", "call", "missing", "irreversible", "none", "afterPivot", "none"]);
    expect(graph.nodes[1]?.undo.label).toBe("delete x");
  });

  test("is called by what it calls", () => {
    const [node, inline] = graphFrom("createOrder", {
      createOrder: task("hold", "b"),
      b: { type: "task", call: { http: { method: "GET", url: "https://example.com" } }, kind: "readOnly", next: "c" },
      c: end,
    }).nodes;

    expect(node).toMatchObject({ title: "Create order", service: "stock", operation: "hold", kind: "compensatable", pivot: false });
    expect(inline).toMatchObject({ service: null, operation: "GET https://example.com", kind: "readOnly" });
  });
});

describe("an edge", () => {
  test("carries its condition or the errors it catches", () => {
    const graph = graphFrom("a", {
      a: task("hold", "b", { catch: [{ errors: ["X", "Y"], next: "b" }] }),
      b: { type: "switch", cases: [{ when: "${ input.a > 1 }", next: "c" }], default: "c" },
      c: end,
    });

    expect(graph.edges.map(({ kind, label }) => [kind, label])).toEqual([
      ["next", null],
      ["catch", "X, Y"],
      ["case", "input.a > 1"],
      ["default", null],
    ]);
  });
});
