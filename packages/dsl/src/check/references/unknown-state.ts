import type { Json } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { shown } from "../../diagnostics/shown.ts";
import type { Scope } from "../../model/chart.ts";
import { memberOf } from "../../model/read-json.ts";
import type { Check, SagaDefinition } from "../check.ts";

/** `start` and every edge name a state of the same scope. */
export const unknownState: Check = (definition, report) => {
  for (const scope of definition.chart.scopes) {
    // A scope without any state is told once, not for each name that leads into it.
    if (scope.states.size === 0) continue;
    const references = [{ to: scope.start, path: [...scope.path, "start"] }, ...[...scope.states.values()].flatMap((state) => state.edges)];
    for (const { to, path } of references) {
      // Without the field there is another diagnostic.
      if (scope.states.has(to) || (to === "" && !isText(definition.document, path))) continue;

      report({
        code: "UNKNOWN_STATE",
        at: definition.places.spanOf(path),
        message: messageFor(to, scope, definition),
        suggestion: { word: to, among: scope.states.keys() },
      });
    }
  }
};

function isText(document: Json, path: Path): boolean {
  return typeof path.reduce<Json | undefined>((value, step) => memberOf(value, String(step)), document) === "string";
}

function messageFor(name: string, scope: Scope, { scopes }: SagaDefinition): string {
  const elsewhere = scopes.anywhere(name);

  return elsewhere !== undefined && elsewhere !== scope
    ? `The state "${shown(name, 64)}" stands in another scope: a goto never crosses a scope.`
    : `No state is called "${shown(name, 64)}".`;
}
