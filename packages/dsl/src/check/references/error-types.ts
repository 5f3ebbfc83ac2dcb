import type { CatchModel, StateModel } from "../../model/saga-model.ts";
import type { PlacedState } from "../../model/states/placed-states.ts";
import type { Check, SagaDefinition } from "../check.ts";
import { BUILT_IN_ERRORS, declaredErrors, possibleErrors } from "./declared-errors.ts";

/** `catch` names errors that exist, and refusals a catalogue declares are caught. */
export const errorTypes: Check = (definition, report) => {
  const possible = possibleErrors(definition.states, definition.services);
  for (const placed of definition.states) {
    const known = possible.get(placed) ?? null;
    if (known !== null) reportUnknown(placed, known, { definition, report });
    reportUncaught(placed, { definition, report });
  }
};

interface To {
  readonly definition: SagaDefinition;
  readonly report: Parameters<Check>[1];
}

function reportUnknown({ state, path }: PlacedState, declared: readonly string[], { definition, report }: To): void {
  const named = [...declared, ...BUILT_IN_ERRORS];
  const known = new Set([...named, "*"]);
  for (const [entry, { errors }] of catchesOf(state).entries()) {
    for (const [index, type] of errors.entries()) {
      if (known.has(type)) continue;
      report({
        code: "UNKNOWN_ERROR_TYPE",
        at: definition.places.spanOf([...path, "catch", entry, "errors", index]),
        message: `Nothing this step calls declares the error "${type}".`,
        suggestion: { word: type, among: named },
      });
    }
  }
}

function reportUncaught(placed: PlacedState, { definition, report }: To): void {
  const { state, path } = placed;
  if (state.type !== "task" && state.type !== "transaction") return;
  if (state.type === "task" && state.optional) return;

  const caught = caughtAround(placed);
  const missing = caught.has("*") ? [] : (declaredErrors(state, definition.services) ?? []).filter((type) => !caught.has(type));
  if (missing.length === 0) return;
  const what = definition.reach.after.has(placed.root) ? "after the pivot the saga is stuck until a person helps" : "the saga is undone";
  report({
    code: "ERROR_NOT_CAUGHT",
    at: state.type === "task" ? definition.places.spanOf([...path, "call"]) : definition.places.keySpanOf(path),
    message: `"${state.name}" can fail with ${missing.map((type) => `"${type}"`).join(", ")}, and nothing catches it: ${what}.`,
  });
}

// By the state, or by a block around it: `JoinFailed` is whatever fails inside one. A block that tolerates goes on.
function caughtAround({ state, block }: PlacedState): ReadonlySet<string> {
  const caught = new Set(catchesOf(state).flatMap((entry) => entry.errors));
  for (let around = block; around !== null; around = around.block) {
    const wider = catchesOf(around.state).flatMap((entry) => entry.errors);
    for (const type of wider) caught.add(type === "JoinFailed" ? "*" : type);
    if (isTolerant(around.state)) caught.add("*");
  }
  return caught;
}

function isTolerant(state: StateModel): boolean {
  if (state.type !== "forEach") return false;

  return state.tolerate.kind === "count" ? state.tolerate.count > 0 : state.tolerate.percent > 0;
}

function catchesOf(state: StateModel): readonly CatchModel[] {
  return "catch" in state ? state.catch : [];
}
