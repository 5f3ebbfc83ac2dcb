import type { GraphNode, StepView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { describeNode, undoFace, wayOf } from "./describe-node.ts";

const NODE: GraphNode = {
  state: "charge",
  parent: null,
  type: "task",
  title: "charge",
  service: "payment",
  operation: "charge",
  kind: "compensatable",
  column: 2,
  row: 0,
  span: { columns: 1, rows: 1 },
  undo: { kind: "call", label: "refund" },
  pivot: false,
};

describe("a box of the picture in words", () => {
  test("the sentence tells place, service, outcome, attempts, time and the undo", () => {
    const step = aStep({ status: "succeeded", attempts: 2, attemptsMax: 5, durationMs: 1400, undo: "undone", undoOrder: 1 });

    const sentence = describeNode({ node: NODE, number: 3, total: 5, step, way: "back" });

    expect(sentence).toBe(
      "Step 3 of 5, charge, payment service. Succeeded on attempt 2 of 5, 1.4 s. Undo of charge: undone, number 1 in the order of undoing.",
    );
  });

  test("what could be undone is not called pending while nothing goes back", () => {
    const step = aStep({ status: "succeeded", undo: "pending" });

    const words = (["forward", "back", "sealed"] as const).map((way) => undoFace(NODE, step, way).word);

    expect(words).toEqual(["Can be undone", "Not undone yet", "Sealed by the pivot"]);
  });

  test("a step that cleanly failed has nothing to undo, an unknown one may have", () => {
    const faces = (["failed", "unknown"] as const).map((status) => undoFace(NODE, aStep({ status, undo: "none" }), "forward").word);

    expect(faces).toEqual(["Nothing to undo", "Can be undone"]);
  });

  test("a pivot that succeeded seals the way back", () => {
    expect([wayOf([aStep({ kind: "pivot", status: "succeeded" })], "forward"), wayOf([aStep({ kind: "pivot" })], "forward")]).toEqual([
      "sealed",
      "forward",
    ]);
  });
});

function aStep(own: Partial<StepView>): StepView {
  return {
    state: "charge",
    status: "pending",
    attempts: 1,
    attemptsMax: null,
    durationMs: null,
    undo: "none",
    undoAttempts: 0,
    undoOrder: null,
    error: null,
    ...own,
  } as StepView;
}
