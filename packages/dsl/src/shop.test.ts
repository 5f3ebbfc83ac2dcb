/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { graphOf } from "./graph/graph-of.ts";
import { validateText } from "./validate-text.ts";

const SHOP = new URL("../../../examples/shop/", import.meta.url);

function textsOf(folder: string): readonly string[] {
  return readdirSync(new URL(`${folder}/`, SHOP)).map((name) => readFileSync(new URL(`${folder}/${name}`, SHOP), "utf8"));
}

function read(folder: string): string {
  return textsOf(folder).join("\n---\n");
}

const validation = validateText(`${read("services")}\n---\n${read("sagas")}`, { many: true });

describe("the documents of the example shop", () => {
  test.each(["service", "saga"])("of kind %s say which schema they have, so that editors know it", (kind) => {
    const head = `# yaml-language-server: $schema=../../../packages/dsl/schema/${kind}.schema.json\n`;

    expect(textsOf(`${kind}s`).filter((text) => !text.startsWith(head))).toEqual([]);
  });

  test("have no errors", () => {
    const errors = validation.diagnostics.filter((diagnostic) => diagnostic.severity === "error");

    expect(errors).toEqual([]);
  });

  test("warn of nothing but declared errors that are left to the undo", () => {
    const codes = new Set(validation.diagnostics.map((diagnostic) => diagnostic.code));

    expect([...codes]).toEqual(["ERROR_NOT_CAUGHT"]);
  });

  test("the order saga is drawn as one line to its end, with the pivot before what is only announced", () => {
    const order = validation.documents.find((document) => document.kind === "saga" && document.model?.name === "order");
    if (order?.kind !== "saga" || order.model === null) throw new Error("The order saga is missing.");

    const graph = graphOf(order.model, order.resolved);

    expect(graph.nodes.filter((node) => node.row === 0).map((node) => node.state)).toEqual([
      "createOrder",
      "reserve",
      "authorise",
      "ship",
      "capture",
      "announce",
      "done",
    ]);
    expect(graph.pivotColumn).toBe(4);
    expect(graph.nodes.find((node) => node.state === "rejected")).toMatchObject({ column: 2, row: 1 });
    expect(graph.nodes.map((node) => node.undo.kind)).toEqual(["call", "call", "call", "call", "none", "afterPivot", "none", "none"]);
  });
});
