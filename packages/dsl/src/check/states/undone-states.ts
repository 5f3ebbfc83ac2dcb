import { kindOfTask } from "../../model/edges.ts";
import { findOperation, operationOf } from "../../model/resolve.ts";
import type { StateModel, TaskState } from "../../model/saga-model.ts";
import { scopesInside } from "../../model/states/placed-states.ts";
import type { Check, SagaDefinition } from "../check.ts";

/** `only` of a compensate state names states of its scope that something undoes. */
export const undoneStates: Check = (definition, report) => {
  const { states, scopes, places } = definition;
  for (const placed of states) {
    if (placed.state.type !== "compensate") continue;
    const scope = scopes.scopeOf(placed);
    if (placed.state.only?.length === 0) {
      const at = places.spanOf([...placed.path, "only"]);
      report({ code: "NOTHING_TO_UNDO", at, message: `"${placed.state.name}" names no state: nothing would be undone.` });
    }
    for (const [index, name] of (placed.state.only ?? []).entries()) {
      const at = places.spanOf([...placed.path, "only", index]);
      const state = scopes.stateIn(scope, name);
      if (!scope.states.has(name)) {
        report({
          code: "UNKNOWN_STATE",
          at,
          message: `No state of this scope is called "${name}".`,
          suggestion: { word: name, among: scope.states.keys() },
        });
      } else if (state !== undefined && !hasUndo(state, definition))
        report({ code: "NOTHING_TO_UNDO", at, message: `"${name}" has no undo: there is nothing to undo by name.` });
    }
  }
};

/** Whether something undoes a state once it has succeeded. What is not known gets the benefit of the doubt. */
function hasUndo(state: StateModel, definition: SagaDefinition): boolean {
  switch (state.type) {
    case "task":
      return hasTaskUndo(state, definition);
    case "transaction":
      return state.kind === "compensatable";
    case "saga":
      return true;
    case "listen":
    case "emit":
      return state.compensate !== null;
    case "parallel":
    case "forEach":
      return (
        (state.type === "forEach" && state.compensation.batch !== null) ||
        scopesInside(state).some(({ scope }) => scope.states.some((inner) => hasUndo(inner, definition)))
      );
    default:
      return false;
  }
}

function hasTaskUndo(state: TaskState, { services }: SagaDefinition): boolean {
  const kind = kindOfTask(state, services);
  if (kind === "readOnly" || kind === "pivot") return false;
  if (state.compensate !== null) return true;

  return (
    state.call.kind === "operation" && (operationOf(state, services) === null || findOperation(state.call, services)?.compensate !== null)
  );
}
