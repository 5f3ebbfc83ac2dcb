import type { Scope } from "../../model/chart.ts";
import type { Check, SagaDefinition } from "../check.ts";

/** `start` and every edge name a state of the same scope. */
export const unknownState: Check = (definition, report) => {
  for (const scope of definition.chart.scopes) {
    const references = [{ to: scope.start, path: [...scope.path, "start"] }, ...[...scope.states.values()].flatMap((state) => state.edges)];
    for (const { to, path } of references) {
      // Without the field there is another diagnostic.
      if (scope.states.has(to) || to === "") continue;

      report({
        code: "UNKNOWN_STATE",
        at: definition.places.spanOf(path),
        message: messageFor(to, scope, definition),
        suggestion: { word: to, among: scope.states.keys() },
      });
    }
  }
};

function messageFor(name: string, scope: Scope, { scopes }: SagaDefinition): string {
  const elsewhere = scopes.anywhere(name);

  return elsewhere !== undefined && elsewhere !== scope
    ? `The state "${name}" stands in another scope: a goto never crosses a scope.`
    : `No state is called "${name.slice(0, 64)}".`;
}
