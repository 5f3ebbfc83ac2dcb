import { memberOf } from "../../model/read-json.ts";
import { operationOf } from "../../model/resolve.ts";
import type { Check, ServiceDefinition } from "../check.ts";

/** A pivot of a catalogue can be asked whether it happened. */
export const pivotWithoutVerifyInCatalogue: Check<ServiceDefinition> = ({ model, places, document }, report) => {
  for (const operation of Object.values(model.operations)) {
    const json = memberOf(memberOf(document, "operations"), operation.name);
    if (operation.kind !== "pivot" || operation.verify !== null || memberOf(json, "call") === undefined) continue;
    report({ code: "PIVOT_WITHOUT_VERIFY", at: places.keySpanOf(["operations", operation.name]), message: messageFor(operation.name) });
  }
};

/** A step that is a pivot by its own words can be asked too. */
export const pivotWithoutVerify: Check = ({ states, services, places }, report) => {
  for (const { state, path } of states) {
    if (state.type !== "task" || state.kind !== "pivot") continue;
    if (state.verify !== null || operationOf(state, services)?.verify) continue;
    report({ code: "PIVOT_WITHOUT_VERIFY", at: places.keySpanOf(path), message: messageFor(state.name) });
  }
};

function messageFor(name: string): string {
  return `When the outcome of the pivot "${name}" is unknown, nothing can find out: a person will have to.`;
}
