import { isOwnPivot, referenceText } from "../model/children/child-summary.ts";
import type { ChildState, SagaModel, StateModel } from "../model/saga-model.ts";
import { pivotReach } from "../model/states/pivot-reach.ts";
import type { CompileScope } from "./compile-scope.ts";
import type { CompiledSaga } from "./compiled.ts";

/** How a child is named where its definition is looked for: `namespace/name@range`, `*` for any version. */
export function childReference({ saga }: Pick<ChildState, "saga">): string {
  return referenceText(saga);
}

/** Whether a saga can pass a pivot: of its own, of a group, or of a child. */
export function canPassPivot(definition: CompiledSaga): boolean {
  return Object.values(definition.states).some(
    (state) =>
      (state.type === "task" && state.kind === "pivot") ||
      (state.type === "transaction" && state.kind === "pivot") ||
      (state.type === "saga" && state.pivot),
  );
}

/** States at the top that are entered only after a pivot: a flow of "not yet passed" never reaches them. */
export function statesAfterPivot(model: SagaModel, scope: CompileScope): ReadonlySet<string> {
  const { before } = pivotReach(model, (state) => isPivot(state, scope));

  return new Set(model.states.map((state) => state.name).filter((name) => !before.has(name)));
}

function isPivot(state: StateModel, { services, children }: CompileScope): boolean {
  if (state.type !== "saga") return isOwnPivot(state, services);
  const child = children?.get(childReference(state));

  return child !== undefined && canPassPivot(child);
}
