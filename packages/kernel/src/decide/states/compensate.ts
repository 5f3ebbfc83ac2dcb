import { type CompensateState, scopeOf, stateMove } from "@skald/dsl";
import type { Deliberation } from "../deliberation.ts";
import { scoped, wholeScope } from "../steps/conclude.ts";
import { undoSelection } from "../undo/undo-order.ts";

/** `compensate`: undoes what its scope did, or only some states of it, and goes on. */
export function compensate(d: Deliberation, state: CompensateState): void {
  const scope = scopeOf(state.name);
  const whole = wholeScope(d.saga.context, scope);
  const selection = state.only === null ? whole : { ...whole, within: state.only };
  const owes = undoSelection(d.saga.context, selection).length > 0;
  if (!owes) return d.record("compensate.passed", { state: state.name, move: stateMove(state.name, "passed") });

  const undoing = { goal: { kind: "goto", state: state.next }, ...selection } as const;
  d.record("compensate.passed", { state: state.name, ...scoped(scope), undoing, move: stateMove(state.name, "unwind") });
}
