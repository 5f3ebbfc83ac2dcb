import { kindOfTask } from "../../model/edges.ts";
import { isPivot } from "../../model/states/pivot-reach.ts";
import type { PlacedState } from "../../model/states/placed-states.ts";
import type { Check, SagaDefinition } from "../check.ts";

/** On no path do two pivots succeed. A second one after the first was refused is fine. */
export const twoPivots: Check = (definition, report) => {
  for (const placed of definition.states) {
    if (placed.block !== null || !isPivot(placed.state, definition) || !isAfterPivot(placed, definition)) continue;
    report({
      code: "TWO_PIVOTS",
      at: definition.places.keySpanOf(placed.path),
      message: `A way leads to the pivot "${placed.state.name}" on which a pivot has succeeded before.`,
    });
  }
};

/** A pivot closes the way back of the whole saga: it cannot be one of several branches or items. */
export const pivotInScope: Check = (definition, report) => {
  for (const placed of definition.states) {
    if (placed.block === null || !isPivot(placed.state, definition)) continue;
    report({
      code: "PIVOT_IN_SCOPE",
      at: definition.places.keySpanOf(placed.path),
      message: `The pivot "${placed.state.name}" stands inside "${placed.block.state.name}", where other branches or items may still fail.`,
    });
  }
};

/** After the pivot a saga cannot fail. */
export const failAfterPivot: Check = (definition, report) => {
  for (const placed of definition.states) {
    if (placed.state.type !== "fail" || !isAfterPivot(placed, definition)) continue;
    report({
      code: "FAIL_AFTER_PIVOT",
      at: definition.places.keySpanOf(placed.path),
      message: `"${placed.state.name}" can be entered after the pivot, when nothing can be undone any more.`,
    });
  }
};

/** After the pivot an error is caught without compensate, nothing is undone on purpose, and no step counts on its undo. */
export const compensateAfterPivot: Check = (definition, report) => {
  for (const placed of definition.states) {
    if (!isAfterPivot(placed, definition)) continue;
    reportCompensate(placed, definition, report);
    if (!countsOnUndo(placed, definition)) continue;
    report({
      code: "COMPENSATABLE_AFTER_PIVOT",
      at: definition.places.keySpanOf(placed.path),
      message: `"${placed.state.name}" is compensatable, but stands after the pivot, where it is never undone.`,
    });
  }
};

function reportCompensate({ state, path }: PlacedState, { places }: SagaDefinition, report: Parameters<Check>[1]): void {
  const message = `"${state.name}" can be entered after the pivot: nothing can be undone there.`;
  if (state.type === "compensate") report({ code: "COMPENSATE_AFTER_PIVOT", at: places.keySpanOf(path), message });
  for (const [index, entry] of ("catch" in state ? state.catch : []).entries()) {
    if (entry.compensate)
      report({ code: "COMPENSATE_AFTER_PIVOT", at: places.keySpanOf([...path, "catch", index, "compensate"]), message });
  }
}

function countsOnUndo({ state }: PlacedState, { services }: SagaDefinition): boolean {
  if (state.type === "listen" || state.type === "emit") return state.compensate !== null;

  return state.type === "task" && kindOfTask(state, services) === "compensatable";
}

// What stands inside a block is entered when the block is.
function isAfterPivot({ root }: PlacedState, { reach }: SagaDefinition): boolean {
  return reach.after.has(root);
}
