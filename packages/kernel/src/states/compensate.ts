import { type CompensateState, isWithin, scopeOf, stateMove } from "@skald/dsl";
import type { Deliberation } from "../deliberation.ts";
import { scoped, wholeScope } from "../steps/conclude.ts";

/** `compensate`: undoes what its scope did, or only some states of it, and goes on. */
export function compensate(d: Deliberation, state: CompensateState): void {
  const scope = scopeOf(state.name);
  const selection = state.only === null ? wholeScope(scope) : { since: 0, within: state.only };
  const owes = d.saga.context.undo.some(
    (one) => selection.within.length === 0 || selection.within.some((place) => isWithin(one.state, place)),
  );
  if (!owes) return d.record("compensate.passed", { state: state.name, move: stateMove(state.name, "passed") });

  const undoing = { goal: { kind: "goto", state: state.next }, ...selection } as const;
  d.record("compensate.passed", { state: state.name, ...scoped(scope), undoing, move: stateMove(state.name, "unwind") });
}
