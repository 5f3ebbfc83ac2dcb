import { findOperation } from "../../model/resolve.ts";
import { operationCalls } from "../../model/states/operation-calls.ts";
import type { Check } from "../check.ts";

/** Every call names an operation of its service's catalogue: of a task, a participant, an undo, a batch. */
export const unknownOperation: Check = ({ states, services, places }, report) => {
  for (const { state, path } of states) {
    for (const { call, path: inside } of operationCalls(state)) {
      const service = services.get(call.service) ?? null;
      if (service === null || findOperation(call, services) !== null) continue;

      const start = call.service.length + 1;
      report({
        code: "UNKNOWN_OPERATION",
        at: places.spanWithin([...path, ...inside, "call"], start, start + call.operation.length),
        message: `The service "${service.namespace}/${service.name}" ${service.version} has no operation "${call.operation}".`,
        suggestion: { word: call.operation, among: Object.keys(service.operations) },
      });
    }
  }
};
