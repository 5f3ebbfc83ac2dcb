import { closest } from "../../diagnostics/closest.ts";
import type { Scope } from "../../model/chart.ts";
import type { Check } from "../check.ts";
import { reachable } from "./states-with-error.ts";

/** Every state can be entered. */
export const unreachableState: Check = ({ chart, places }, report) => {
  for (const scope of chart.scopes) {
    // Without a start nothing is reachable; that is told once, as a missing or unknown state.
    if (!scope.states.has(scope.start)) continue;
    const entered = reachable(withMeantTargets(scope), () => true);
    for (const state of scope.states.values()) {
      if (entered.has(state.name)) continue;
      report({ code: "UNREACHABLE_STATE", at: places.keySpanOf(state.path), message: `No way leads to the state "${state.name}".` });
    }
  }
};

// A mistyped edge is one mistake, not two: the state that was meant counts as entered.
function withMeantTargets(scope: Scope): Scope {
  const states = [...scope.states].map(([name, state]) => {
    const edges = state.edges.map((edge) =>
      scope.states.has(edge.to) ? edge : { ...edge, to: closest(edge.to, scope.states.keys()) ?? edge.to },
    );
    return [name, { ...state, edges }] as const;
  });

  return { ...scope, states: new Map(states) };
}
