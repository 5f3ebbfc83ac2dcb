import { closest } from "../../diagnostics/closest.ts";
import type { Scope } from "../../model/chart.ts";
import type { Check } from "../check.ts";
import { deadEndOf } from "./dead-end.ts";
import { reachable } from "./states-with-error.ts";

/** Every state can be entered. */
export const unreachableState: Check = ({ chart, places }, report) => {
  for (const scope of chart.scopes) {
    // Without a start nothing is reachable; that is told once, as a missing or unknown state.
    if (!scope.states.has(scope.start)) continue;
    const entered = reachable(withMeantTargets(scope), () => true);
    // Where the way breaks off, what stands behind is no second mistake.
    if ([...scope.states.values()].some((state) => entered.has(state.name) && deadEndOf(state, scope) !== undefined)) continue;
    for (const state of scope.states.values()) {
      if (entered.has(state.name)) continue;
      report({ code: "UNREACHABLE_STATE", at: places.keySpanOf(state.path), message: `No way leads to the state "${state.name}".` });
    }
  }
};

// Comparing names costs time; whoever mistypes more edges than this will correct some and look again.
const MEANT_MAX = 50;

// A mistyped edge is one mistake, not two: the state that was meant counts as entered.
function withMeantTargets(scope: Scope): Scope {
  const unknown = new Set(
    [...scope.states.values()].flatMap((state) => state.edges.map((edge) => edge.to)).filter((to) => !scope.states.has(to)),
  );
  if (unknown.size === 0) return scope;

  const meant = new Map([...unknown].slice(0, MEANT_MAX).map((name) => [name, closest(name, scope.states.keys()) ?? name]));
  const states = [...scope.states].map(
    ([name, state]) => [name, { ...state, edges: state.edges.map((edge) => ({ ...edge, to: meant.get(edge.to) ?? edge.to })) }] as const,
  );
  return { ...scope, states: new Map(states) };
}
