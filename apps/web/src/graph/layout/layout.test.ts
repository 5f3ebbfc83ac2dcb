import type { GraphNode, GraphView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { layoutGraph } from "./layout.ts";

describe("the picture of a saga", () => {
  test("the undo of a step stands exactly below it", () => {
    const layout = layoutGraph(aGraph(), true);

    const forward = layout.forward.map((box) => [box.node.state, box.x]);
    const undo = layout.undo.map((box) => [box.node.state, box.x]);

    expect(undo).toEqual(forward.filter(([state]) => state !== "done"));
  });

  test("nothing moves sideways when undoing opens", () => {
    const closed = layoutGraph(aGraph(), false);
    const open = layoutGraph(aGraph(), true);

    expect(open.forward).toEqual(closed.forward);
  });

  test("the pivot stands between its own column and the next", () => {
    const layout = layoutGraph(aGraph(), true);
    const pivot = layout.forward.find((box) => box.node.pivot);
    const after = layout.forward.find((box) => box.node.state === "c");

    expect([layout.pivotX ?? 0, after?.x ?? 0].every((x) => x > (pivot?.x ?? 0) + (pivot?.width ?? 0))).toBe(true);
    expect(layout.pivotX).toBeLessThan(after?.x ?? 0);
  });

  test("no two boxes overlap in five hundred steps with branches", () => {
    const nodes = Array.from({ length: 500 }, (_, index) => aNode(`s${index}`, Math.floor(index / 2), index % 2));
    const layout = layoutGraph({ ...aGraph(), nodes, edges: [], columns: 250, rows: 2, pivotColumn: null }, true);

    const corners = [...layout.forward, ...layout.undo].map((box) => `${box.x}:${box.y}`);

    expect(new Set(corners).size).toBe(1000);
  });

  test("an empty chart has a finite picture", () => {
    const layout = layoutGraph({ ...aGraph(), nodes: [], edges: [], columns: 0, rows: 0 }, false);

    expect(Number.isFinite(layout.width + layout.height)).toBe(true);
  });
});

function aGraph(): GraphView {
  const nodes = [
    aNode("a", 0, 0),
    { ...aNode("b", 1, 0), pivot: true },
    aNode("c", 2, 0),
    { ...aNode("done", 3, 0), service: null, operation: null, type: "succeed" },
  ];
  const edges = [
    { from: "a", to: "b", kind: "next" as const, label: null },
    { from: "b", to: "c", kind: "next" as const, label: null },
  ];
  return { start: "a", nodes, edges, columns: 4, rows: 1, pivotColumn: 1 };
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
