import { sensitivePaths, touchesSensitive } from "../../model/sensitive.ts";
import type { Check, ServiceDefinition } from "../check.ts";
import type { SiteReference } from "../sites/checked-site.ts";
import { followTaint, parametersIn, type TaintFlow } from "./follow-taint.ts";

/** In a catalogue: no sensitive parameter stands in a path. */
export const sensitiveInCatalogue: Check<ServiceDefinition> = ({ model, references }, report) => {
  for (const { site, reference, at } of references) {
    const [root, ...rest] = reference.path;
    const operation = site.path[0] === "operations" ? model.operations[String(site.path[1])] : undefined;
    if (!site.open || root !== "params" || operation === undefined) continue;
    if (!touchesSensitive(rest, sensitivePaths(operation.params))) continue;

    report({
      code: "SENSITIVE_NOT_ALLOWED",
      at: at(),
      message: `"${reference.path.join(".")}" is sensitive: addresses are written to logs.`,
    });
  }
};

/** In a saga: no sensitive value in a key or an address, nor in a parameter that a catalogue puts into an address. */
export const sensitiveValues: Check = (definition, report) => {
  const flow = followTaint(definition);
  if (flow.reads.size === 0) return;
  for (const read of definition.references) {
    if (!flow.reads.has(read)) continue;
    const name = read.reference.path.join(".");
    if (read.site.open) {
      report({
        code: "SENSITIVE_NOT_ALLOWED",
        at: read.at(),
        message: `"${name}" is sensitive, and "${String(read.site.path.at(-1))}" is stored and shown in the open.`,
      });
    } else if (standsInAddress(read, flow)) {
      report({
        code: "SENSITIVE_NOT_ALLOWED",
        at: read.at(),
        message: `"${name}" is sensitive, and the operation puts this parameter into its path.`,
      });
    }
  }
};

function standsInAddress({ site }: SiteReference, { operations }: TaintFlow): boolean {
  const [root, state, field, name] = site.path.map(String);
  if (root !== "states" || field !== "with" || state === undefined) return false;
  const operation = operations.get(state);
  const paths = [operation?.call.path, operation?.verify?.call.path, operation?.compensate?.path].map((path) => path ?? "");

  return paths.flatMap(parametersIn).some((used) => name === undefined || used === name);
}
