import { serviceOf } from "../../model/resolve.ts";
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
      at: placeOf(definition, alias, isDeclared),
      message: `No service "${namespace}/${name}"${range === null ? "" : ` with a version that fits "${range}"`} is known.`,
      suggestion: isDeclared ? undefined : { word: alias, among: known },
    });
  }
};

function placeOf({ places, model }: SagaDefinition, alias: string, isDeclared: boolean): ReturnType<SagaDefinition["places"]["spanOf"]> {
  if (isDeclared) return places.spanOf(["use", "services", alias]);
  const caller = model.states.find((state) => state.type === "task" && state.call.kind === "operation" && state.call.service === alias);

  return places.spanWithin(["states", caller?.name ?? "", "call"], 0, alias.length);
}
