import { isJsonObject, type Json } from "@skald/shared";
import { operationOf } from "../../model/resolve.ts";
import { sensitivePaths, touchesSensitive } from "../../model/sensitive.ts";
import type { OperationModel } from "../../model/service-model.ts";
import type { Check, SagaDefinition, ServiceDefinition } from "../check.ts";
import type { SiteReference } from "../sites/checked-site.ts";

// Sensitivity travels: what is computed of a sensitive value is sensitive. It is followed over references, from the
// input through `with`, the outputs of operations and `set`, until nothing new is found.

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
  const tainted = followTaint(definition);
  if (tainted.size === 0) return;
  for (const read of definition.references) {
    if (!tainted.has(read)) continue;
    const name = read.reference.path.join(".");
    if (read.site.open) {
      report({
        code: "SENSITIVE_NOT_ALLOWED",
        at: read.at(),
        message: `"${name}" is sensitive, and "${String(read.site.path.at(-1))}" is stored and shown in the open.`,
      });
    } else if (standsInAddress(read, definition)) {
      report({
        code: "SENSITIVE_NOT_ALLOWED",
        at: read.at(),
        message: `"${name}" is sensitive, and the operation puts this parameter into its path.`,
      });
    }
  }
};

interface Taint {
  readonly values: Set<string>;
  /** `state parameter`; `*` for all of them. */
  readonly parameters: Set<string>;
}

function followTaint(definition: SagaDefinition): ReadonlySet<SiteReference> {
  const input = sensitivePaths(definition.model.input, ["input"]);
  const taint: Taint = { values: new Set(), parameters: new Set() };
  const found = new Set<SiteReference>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const read of definition.references) {
      if (found.has(read) || !isTainted(read, { definition, input, taint })) continue;
      found.add(read);
      spread(read, taint);
    }
  }
  return found;
}

function spread({ site }: SiteReference, { values, parameters }: Taint): void {
  const [, state, field, name] = site.path.map(String);
  if (site.path[0] !== "states" || state === undefined) return;
  if (field === "values" && name !== undefined) values.add(name);
  if (field === "with") parameters.add(`${state} ${name ?? "*"}`);
}

interface Surroundings {
  readonly definition: SagaDefinition;
  readonly input: readonly (readonly string[])[];
  readonly taint: Taint;
}

function isTainted({ site, reference }: SiteReference, { definition, input, taint }: Surroundings): boolean {
  const [root, name] = reference.path;
  if (root === "input") return touchesSensitive(reference.path, input);
  if (root === "vars") return name === undefined ? taint.values.size > 0 : taint.values.has(name);
  if (root === "steps") return name !== undefined && isOutputTainted(name, reference.path.slice(2), { definition, taint });
  if (root !== "params" || site.path[0] !== "states") return false;

  const state = String(site.path[1]);
  const operation = operationNamed(state, definition);
  const passed = name === undefined ? [...taint.parameters].some((each) => each.startsWith(`${state} `)) : hasParameter(taint, state, name);
  return passed || touchesSensitive(reference.path.slice(1), sensitivePaths(operation?.params ?? null));
}

function isOutputTainted(
  state: string,
  [member, property]: readonly string[],
  { definition, taint }: Pick<Surroundings, "definition" | "taint">,
): boolean {
  const operation = operationNamed(state, definition);
  if (operation === null || (member !== undefined && member !== "output")) return false;
  if (touchesSensitive(property === undefined ? [] : [property], sensitivePaths(operation.outputSchema))) return true;

  const output: Json = isJsonObject(operation.output) && property !== undefined ? (operation.output[property] ?? null) : operation.output;
  return parametersIn(output).some(
    (name) => hasParameter(taint, state, name) || touchesSensitive([name], sensitivePaths(operation.params)),
  );
}

function hasParameter({ parameters }: Taint, state: string, name: string): boolean {
  return parameters.has(`${state} ${name}`) || parameters.has(`${state} *`);
}

function standsInAddress({ site }: SiteReference, definition: SagaDefinition): boolean {
  const [root, state, field, name] = site.path.map(String);
  if (root !== "states" || field !== "with" || state === undefined) return false;
  const operation = operationNamed(state, definition);
  const paths = [operation?.call.path, operation?.verify?.call.path, operation?.compensate?.path].map((path) => path ?? "");

  return paths.flatMap(parametersIn).some((used) => name === undefined || used === name);
}

function operationNamed(name: string, { model, services }: SagaDefinition): OperationModel | null {
  const state = model.states.find((each) => each.name === name);

  return state?.type === "task" ? operationOf(state, services) : null;
}

// The catalogue's expressions were checked with the catalogue; its model holds their text.
function parametersIn(template: Json | undefined): readonly string[] {
  if (template === undefined || template === null) return [];

  return [...JSON.stringify(template).matchAll(/\bparams\.\??([A-Za-z_]\w*)/g)].map((match) => match[1] ?? "");
}
