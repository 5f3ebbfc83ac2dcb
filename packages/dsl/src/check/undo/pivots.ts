import { kindOfTask } from "../../model/edges.ts";
import type { Check } from "../check.ts";

/** On no path do two pivots succeed. A second one after the first was refused is fine. */
export const twoPivots: Check = ({ model, services, reach, places }, report) => {
  for (const state of model.states) {
    if (state.type !== "task" || kindOfTask(state, services) !== "pivot" || !reach.after.has(state.name)) continue;
    report({
      code: "TWO_PIVOTS",
      at: places.keySpanOf(["states", state.name]),
      message: `A way leads to the pivot "${state.name}" on which a pivot has succeeded before.`,
    });
  }
};

/** After the pivot a saga cannot fail. */
export const failAfterPivot: Check = ({ model, reach, places }, report) => {
  for (const state of model.states) {
    if (state.type !== "fail" || !reach.after.has(state.name)) continue;
    report({
      code: "FAIL_AFTER_PIVOT",
      at: places.keySpanOf(["states", state.name]),
      message: `"${state.name}" can be entered after the pivot, when nothing can be undone any more.`,
    });
  }
};

/** After the pivot an error is caught without compensate, and no step counts on its undo. */
export const compensateAfterPivot: Check = ({ model, services, reach, places }, report) => {
  for (const state of model.states) {
    if (state.type !== "task" || !reach.after.has(state.name)) continue;
    for (const [index, entry] of state.catch.entries()) {
      if (!entry.compensate) continue;
      report({
        code: "COMPENSATE_AFTER_PIVOT",
        at: places.keySpanOf(["states", state.name, "catch", index, "compensate"]),
        message: `"${state.name}" can be entered after the pivot: nothing can be undone there.`,
      });
    }
    if (kindOfTask(state, services) === "compensatable") {
      report({
        code: "COMPENSATABLE_AFTER_PIVOT",
        at: places.keySpanOf(["states", state.name]),
        message: `"${state.name}" is compensatable, but stands after the pivot, where it is never undone.`,
      });
    }
  }
};
