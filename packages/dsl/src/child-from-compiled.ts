import type { CompiledSaga, CompiledState } from "./compile/compiled.ts";
import { canPassPivot } from "./compile/pivots.ts";
import { type ChildSummary, outputNames } from "./model/children/child-summary.ts";

/** The summary of a saga that is known by its compiled form, as a store has it. */
export function childFromCompiled(saga: CompiledSaga): ChildSummary {
  const { namespace, name, version, input } = saga;
  const states = statesOf(saga);

  return {
    namespace,
    name,
    version,
    input,
    output: outputNames(states.flatMap((state) => (state.type === "succeed" ? [state.output] : []))),
    canPassPivot: canPassPivot(saga),
    children: states.flatMap((state) => (state.type === "saga" ? [state.saga] : [])),
  };
}

// Those of bodies too: a body is a saga of its own.
function statesOf({ states }: CompiledSaga): readonly CompiledState[] {
  return Object.values(states).flatMap((state) => (state.type === "forEach" ? [state, ...statesOf(state.body)] : [state]));
}
