import { sensitivePaths, touchesSensitive } from "../../model/sensitive.ts";
import type { Check, ServiceDefinition } from "../check.ts";
import { keyOf } from "../scope-index.ts";
import type { SiteReference } from "../sites/checked-site.ts";
import { followTaint, type TaintFlow } from "./follow-taint.ts";
import { parametersIn } from "./taint-names.ts";

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

function standsInAddress({ site }: SiteReference, { takers }: TaintFlow): boolean {
  const at = site.path.indexOf("with", site.place?.scope.path.length);
  const operation = takers.get(keyOf(site.path.slice(0, Math.max(0, at))));
  const paths = [operation?.call.path, operation?.verify?.call.path, operation?.compensate?.path].map((path) => path ?? "");
  const parameter = site.path[at + 1];

  return paths.flatMap(parametersIn).some((used) => parameter === undefined || used === parameter);
}
