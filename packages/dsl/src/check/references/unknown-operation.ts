import { operationOf } from "../../model/resolve.ts";
import type { Check } from "../check.ts";

/** Every call names an operation of its service's catalogue. */
export const unknownOperation: Check = ({ model, services, places }, report) => {
  for (const state of model.states) {
    if (state.type !== "task" || state.call.kind !== "operation") continue;
    const { service: alias, operation } = state.call;
    const service = services.get(alias) ?? null;
    if (service === null || operationOf(state, services) !== null) continue;

    report({
      code: "UNKNOWN_OPERATION",
      at: places.spanWithin(["states", state.name, "call"], alias.length + 1, alias.length + 1 + operation.length),
      message: `The service "${service.namespace}/${service.name}" ${service.version} has no operation "${operation}".`,
      suggestion: { word: operation, among: Object.keys(service.operations) },
    });
  }
};
