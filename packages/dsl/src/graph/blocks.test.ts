import type { GraphView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { drawGraph } from "../testing/draw-graph.ts";
import { EVERY_TYPE, BLOCKS_SERVICE as SERVICE } from "../testing/every-type.ts";
import { headOf } from "../testing/told.ts";
import { validateText } from "../validate-text.ts";
import { graphOf } from "./graph-of.ts";

function graphFrom(text: string): GraphView {
  const { documents, diagnostics } = validateText(text, { many: true });
  const saga = documents.find((document) => document.kind === "saga");
  if (saga?.kind !== "saga" || saga.model === null) throw new Error(diagnostics.map((one) => one.message).join("\n"));

  return graphOf(saga.model, saga.resolved, saga.children);
}

describe("the picture of a saga with blocks", () => {
  test("has every type of state where a person looks for it", async () => {
    await expect(drawGraph(graphFrom(SERVICE + EVERY_TYPE))).toMatchFileSnapshot("golden/every-type.txt");
  });

  test("calls what stands in a block by its path, and names the block", () => {
    const { nodes } = graphFrom(SERVICE + EVERY_TYPE);

    expect(nodes.flatMap(({ state, parent, title }) => (parent === null ? [] : [[state, parent, title]]))).toEqual([
      ["pick.truck.load", "pick", "Load"],
      ["pick.truck.drive", "pick", "Drive"],
      ["pick.truck.full", "pick", "Full"],
      ["pick.papers.print", "pick", "Print"],
      ["parcels.label", "parcels", "Label"],
      ["parcels.weigh", "parcels", "Weigh"],
    ]);
  });

  test("keeps what stands in a block inside its span, and everything else outside", () => {
    const { nodes, columns, rows } = graphFrom(SERVICE + EVERY_TYPE);
    const blocks = nodes.filter(({ type }) => type === "parallel" || type === "forEach");
    const isIn = (block: (typeof nodes)[number], node: (typeof nodes)[number]): boolean =>
      node.column >= block.column &&
      node.column + node.span.columns <= block.column + block.span.columns &&
      node.row >= block.row &&
      node.row + node.span.rows <= block.row + block.span.rows;

    expect(blocks.map((block) => nodes.filter((node) => node !== block && isIn(block, node)).map(({ state }) => state))).toEqual(
      blocks.map((block) => nodes.filter(({ parent }) => parent === block.state).map(({ state }) => state)),
    );
    expect([columns, rows]).toEqual([
      Math.max(...nodes.map((node) => node.column + node.span.columns)),
      Math.max(...nodes.map((node) => node.row + node.span.rows)),
    ]);
  });

  test("grows with blocks inside blocks", () => {
    const inner =
      "{ type: forEach, in: '${ [1] }', body: { start: y, states: { y: { type: task, call: stock.find, next: z }, z: { type: task, call: stock.find, end: true } } }, end: true }";
    const saga = `${headOf("nested")}start: a\nstates:\n  a: { type: parallel, branches: { l: { start: x, states: { x: ${inner} } }, r: { start: x, states: { x: { type: task, call: stock.find, end: true } } } }, next: done }\n  done: { type: succeed }\n`;

    const { nodes } = graphFrom(SERVICE + saga);

    expect(nodes.map(({ state, column, row, span }) => `${state} ${column},${row} ${span.columns}x${span.rows}`)).toEqual([
      "a 0,0 2x2",
      "done 2,0 1x1",
      "a.l.x 0,0 2x1",
      "a.r.x 0,1 1x1",
      "a.l.x.y 0,0 1x1",
      "a.l.x.z 1,0 1x1",
    ]);
  });

  test("keeps edges inside their scope", () => {
    const { edges } = graphFrom(SERVICE + EVERY_TYPE);

    expect(edges.filter(({ from }) => from.includes("."))).toEqual([
      { from: "pick.truck.load", to: "pick.truck.drive", kind: "next", label: null },
      { from: "pick.truck.load", to: "pick.truck.full", kind: "catch", label: "*" },
      { from: "parcels.label", to: "parcels.weigh", kind: "next", label: null },
    ]);
  });
});
