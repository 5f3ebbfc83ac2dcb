import type { DiffChange } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { diff } from "../../../test/fake-shop.ts";
import { faceOfChange, marksOf } from "./change-faces.ts";

const SHOP = diff("order", "2.0.3", "2.1.0");
const aChange = (own: Partial<DiffChange>): DiffChange => ({ kind: "stateChanged", severity: "info", subject: null, message: "", ...own });

describe("differences in the chart", () => {
  test("what is new is marked on the newer side, and what leads elsewhere on both", () => {
    const [from, to] = [SHOP?.from.graph, SHOP?.to.graph];
    if (from == null || to == null) throw new Error("the shop's order has a chart");

    const words = [from, to].map((graph) =>
      Object.fromEntries([...marksOf(SHOP?.changes ?? [], graph)].map(([state, { word }]) => [state, word])),
    );

    expect(words).toEqual([{ capture: "Changed" }, { announce: "Added", capture: "Changed" }]);
  });

  test("an undo that is lost is shown before anything else that changed there", () => {
    const graph = SHOP?.to.graph;
    if (graph == null) throw new Error("the shop's order has a chart");
    const changes = [aChange({ subject: "ship" }), aChange({ kind: "undoLost", severity: "warning", subject: "ship" })];

    expect(marksOf(changes, graph).get("ship")?.word).toBe("Undo lost");
  });

  test("a kind nobody knows yet reads as a change", () => {
    expect(faceOfChange(aChange({ kind: "colourChanged" })).word).toBe("Changed");
  });
});
