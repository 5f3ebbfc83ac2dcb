import type { GraphNode, StepView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { layoutGraph } from "./layout.ts";
import { moveFocus, type Spot } from "./move-focus.ts";

const START: Spot = { state: "a", lane: "action" };

describe("the keyboard in the picture", () => {
  test.each([
    ["ArrowRight", START, { state: "b", lane: "action" }],
    ["ArrowLeft", START, START],
    ["End", START, { state: "done", lane: "action" }],
    ["u", START, { state: "a", lane: "undo" }],
    ["u", { state: "a", lane: "undo" }, START],
    ["ArrowRight", { state: "a", lane: "undo" }, { state: "b", lane: "undo" }],
    ["ArrowDown", { state: "b", lane: "action" }, { state: "b2", lane: "action" }],
    ["p", START, { state: "c", lane: "action" }],
  ] as const)("%s from %o leads to %o", (key, from, to) => {
    const next = moveFocus(layout(), new Map(), from, key);

    expect(next).toEqual(to);
  });

  test("F goes round everything that failed, in both lanes", () => {
    const steps = new Map([
      ["b", { state: "b", status: "failed", undo: "none" } as StepView],
      ["c", { state: "c", status: "succeeded", undo: "undoFailed" } as StepView],
    ]);

    const first = moveFocus(layout(), steps, START, "f");
    const second = moveFocus(layout(), steps, first ?? START, "f");
    const third = moveFocus(layout(), steps, second ?? START, "f");

    expect([first, second, third]).toEqual([
      { state: "b", lane: "action" },
      { state: "c", lane: "undo" },
      { state: "b", lane: "action" },
    ]);
  });

  test("a key that is not the graph's is left to the browser", () => {
    const next = moveFocus(layout(), new Map(), START, "x");

    expect(next).toBeNull();
  });
});

function layout() {
  const nodes = [
    aNode("a", 0, 0),
    aNode("b", 1, 0),
    aNode("b2", 1, 1),
    { ...aNode("c", 2, 0), pivot: true },
    { ...aNode("done", 3, 0), service: null, operation: null, type: "succeed" },
  ];
  return layoutGraph({ start: "a", nodes, edges: [], columns: 4, rows: 2, pivotColumn: 2 }, true);
}

function aNode(state: string, column: number, row: number): GraphNode {
  return {
    state,
    parent: null,
    type: "task",
    title: state,
    service: "shop",
    operation: "call",
    kind: "compensatable",
    column,
    row,
    span: { columns: 1, rows: 1 },
    undo: { kind: "call", label: "undo" },
    pivot: false,
  };
}
