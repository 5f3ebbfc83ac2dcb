import type { SagaView, StepView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { whatChanged } from "./what-changed.ts";

describe("what changed since the dialog was opened", () => {
  test("the saga's new status comes first, then each step", () => {
    const before = aSaga({ status: "paused" }, [aStep({ status: "running" })]);
    const after = aSaga({ status: "running" }, [aStep({ status: "succeeded" })]);

    expect(whatChanged(before, after)).toEqual(["The saga is now “Running” (it was “Paused”).", "Step “ship”: succeeded (was running)."]);
  });

  test("an undo that moved is told apart from its step", () => {
    const changes = whatChanged(aSaga({}, [aStep({ undo: "undoFailed" })]), aSaga({}, [aStep({ undo: "undone" })]));

    expect(changes).toEqual(["Undo of “ship”: undone (was undo failed)."]);
  });

  test("a longer journal without other news says so", () => {
    const changes = whatChanged(aSaga({ revision: 4 }, []), aSaga({ revision: 5 }, []));

    expect(changes).toEqual(["Its journal has grown; no step changed."]);
  });
});

function aSaga(own: Partial<SagaView>, steps: StepView[]): SagaView {
  return {
    status: "running",
    attention: null,
    held: false,
    waived: [],
    current: [],
    progress: { percent: 0, completedSteps: 0, totalSteps: 1, undone: 0, toUndo: 0 },
    ...own,
    steps,
  } as SagaView;
}

function aStep(own: Partial<StepView>): StepView {
  return { state: "ship", status: "succeeded", attempts: 1, undo: "none", undoAttempts: 0, ...own } as StepView;
}
