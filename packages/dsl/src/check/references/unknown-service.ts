import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../diagnostics/places.ts";
import { serviceOf } from "../../model/resolve.ts";
import { operationCalls } from "../../model/states/operation-calls.ts";
import type { Check, SagaDefinition } from "../check.ts";

/** Every service that is declared or called exists in a version that fits. Told once for each. */
export const unknownService: Check = (definition, report) => {
  const { services, model } = definition;
  const known = [...services].filter(([, found]) => found !== null).map(([each]) => each);
  for (const [alias, service] of services) {
    if (service !== null) continue;
    const { namespace, name, range } = serviceOf(model, alias);
    const isDeclared = Object.hasOwn(model.services, alias);
    report({
      code: "UNKNOWN_SERVICE",
      at: isDeclared ? definition.places.spanOf(["use", "services", alias]) : placeOfCall(definition, alias),
      message: `No service "${namespace}/${name}"${range === null ? "" : ` with a version that fits "${range}"`} is known.`,
      suggestion: isDeclared ? undefined : { word: alias, among: known },
    });
  }
};

function placeOfCall({ places, states }: SagaDefinition, alias: string): Span {
  for (const { state, path } of states) {
    const call = operationCalls(state).find((each) => each.call.service === alias);
    if (call !== undefined) return places.spanWithin([...path, ...call.path, "call"] satisfies Path, 0, alias.length);
  }
  return places.spanOf([]);
}
