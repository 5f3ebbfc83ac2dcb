import { referenceText } from "../model/children/child-summary.ts";
import { kindOfTask } from "../model/edges.ts";
import type { ChildState, SagaModel, StateModel } from "../model/saga-model.ts";
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
  const byName = new Map(model.states.map((state) => [state.name, state]));
  const before = new Set<string>();
  const queue = [model.start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const state = byName.get(name);
    if (state === undefined || before.has(name)) continue;
    before.add(name);
    queue.push(...exitsBeforePivot(state, scope));
  }

  return new Set(model.states.map((state) => state.name).filter((name) => !before.has(name)));
}

function exitsBeforePivot(state: StateModel, scope: CompileScope): readonly string[] {
  const catches = "catch" in state ? state.catch.map((one) => one.next) : [];
  switch (state.type) {
    case "switch":
      return [...state.cases.map((one) => one.next), state.default];
    case "human":
      return [...Object.values(state.outcomes), ...given(state.onTimeout), ...catches];
    case "listen":
      return [...state.cases.flatMap((one) => given(one.next)), ...given(state.onTimeout), ...catches];
    case "succeed":
    case "fail":
      return [];
    default:
      return [...catches, ...(isPivot(state, scope) ? [] : given(state.next))];
  }
}

function isPivot(state: StateModel, scope: CompileScope): boolean {
  if (state.type === "transaction") return state.kind === "pivot";
  if (state.type === "saga") {
    const child = scope.children?.get(childReference(state));
    return child !== undefined && canPassPivot(child);
  }
  return state.type === "task" && kindOfTask(state, scope.services) === "pivot";
}

function given(name: string | null): readonly string[] {
  return name === null ? [] : [name];
}
