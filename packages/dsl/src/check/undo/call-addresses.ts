import { memberOf } from "../../model/read-json.ts";
import { isOfType } from "../../model/states/placed-states.ts";
import type { Check, ServiceDefinition } from "../check.ts";

/** A step that calls in place, or is pulled by a worker, has no service whose paths its undo and verify could use. */
export const callAddresses: Check = ({ states, scopes, places }, report) => {
  for (const placed of states) {
    if (!isOfType(placed, "task") || placed.state.call.kind === "operation") continue;
    const json = scopes.scopeOf(placed).states.get(placed.state.name)?.json;
    for (const field of ["compensate", "verify"]) {
      const path = memberOf(memberOf(memberOf(json, field), "call"), "path");
      if (path === undefined) continue;
      report({
        code: "EXCLUSIVE_FIELDS",
        at: places.keySpanOf([...placed.path, field, "call", "path"]),
        message: `"${placed.state.name}" calls in place and has no service: give ${field}.call.http with a url.`,
      });
    }
  }
};

/** A service over HTTP has an address, and its operations have a call. */
export const serviceAddress: Check<ServiceDefinition> = ({ document, places }, report) => {
  if (memberOf(document, "protocol") === "postgres") return;
  if (memberOf(document, "baseUrl") === undefined) {
    report({
      code: "MISSING_FIELD",
      at: places.keySpanOf(["document"]),
      message: 'The field "baseUrl" is missing at the top of the document.',
    });
  }
  const operations = memberOf(document, "operations");
  for (const name of Object.keys(typeof operations === "object" && operations !== null ? operations : {})) {
    const operation = memberOf(operations, name);
    const speaks = ["call", "twoPhase", "tcc"].filter((field) => memberOf(operation, field) !== undefined);
    if (speaks.length === 1 || typeof operation !== "object") continue;
    report({
      code: speaks.length === 0 ? "MISSING_FIELD" : "EXCLUSIVE_FIELDS",
      at: places.keySpanOf(["operations", name]),
      message:
        speaks.length === 0
          ? `The field "call" is missing in "operations.${name}".`
          : `"operations.${name}" needs exactly one of the fields call, twoPhase, tcc.`,
    });
  }
};
