import type { ListenState } from "../../model/saga-model.ts";
import type { PlacedState } from "../../model/states/placed-states.ts";
import type { Check, SagaDefinition } from "../check.ts";

/** What a state waits for can come, and a way for a time-out has a time-out. */
export const awaited: Check = (definition, report) => {
  for (const { state, path } of definition.states) {
    if (state.type !== "listen" && state.type !== "human") continue;
    if (state.onTimeout !== null && state.timeoutMs === null) {
      report({
        code: "MISSING_FIELD",
        at: definition.places.keySpanOf([...path, "onTimeout"]),
        message: `"${state.name}" has onTimeout, but the field "timeout" is missing: that way is never taken.`,
      });
    }
    if (state.type === "listen") checkCases(state, path, { definition, report });
  }
};

interface To {
  readonly definition: SagaDefinition;
  readonly report: Parameters<Check>[1];
}

// An event is matched with the saga's key when the case does not say with what.
function checkCases(state: ListenState, path: PlacedState["path"], { definition: { model, places }, report }: To): void {
  const signals = new Set<string>();
  for (const [index, { awaits }] of state.cases.entries()) {
    const at = places.keySpanOf(state.cases.length > 1 ? [...path, "cases", index] : path);
    if (awaits.kind === "signal") {
      if (signals.has(awaits.name))
        report({ code: "NAME_CLASH", at, message: `"${state.name}" awaits the signal "${awaits.name}" twice.` });
      signals.add(awaits.name);
    } else if (awaits.match === null && model.key === null && awaits.type !== "") {
      report({
        code: "MISSING_FIELD",
        at,
        message: `"${awaits.type}" is matched with the saga's key, and this saga has none: the field "match" is missing.`,
      });
    }
  }
}
