import { isJsonObject, type Json } from "@skald/shared";
import { operationOf } from "../../model/resolve.ts";
import { sensitivePaths, touchesSensitive } from "../../model/sensitive.ts";
import type { OperationModel } from "../../model/service-model.ts";
import type { SagaDefinition } from "../check.ts";
import type { SiteReference } from "../sites/checked-site.ts";

// Sensitivity travels: what is computed of a sensitive value is sensitive. It is followed over references, from the
// input through `with`, the outputs of operations and `set`. A read is looked at again only when something it depends
// on has become sensitive, which happens once to each name: linear, however the document is written.

/** The reads of a saga that give something sensitive. */
export interface TaintFlow {
  readonly reads: ReadonlySet<SiteReference>;
  /** The operation of each step that calls one. */
  readonly operations: ReadonlyMap<string, OperationModel>;
}

/** Follows sensitive values through a saga. */
export function followTaint({ model, services, references }: SagaDefinition): TaintFlow {
  const operations = new Map(
    model.states.flatMap((state) => {
      const operation = state.type === "task" ? operationOf(state, services) : null;
      return operation === null ? [] : [[state.name, operation] as const];
    }),
  );
  const known: Known = { operations, input: sensitivePaths(model.input, ["input"]), values: new Set(), parameters: new Set() };
  const dependents = Map.groupBy(references, dependencyOf);
  const reads = new Set<SiteReference>();
  const open = [...references];
  for (let read = open.pop(); read !== undefined; read = open.pop()) {
    if (reads.has(read) || !isTainted(read, known)) continue;
    reads.add(read);
    for (const changed of spread(read, known)) open.push(...(dependents.get(changed) ?? []));
  }
  return { reads, operations };
}

interface Known {
  readonly operations: ReadonlyMap<string, OperationModel>;
  readonly input: readonly (readonly string[])[];
  readonly values: Set<string>;
  /** `state parameter`; `*` for all of them, and the name of a state alone when it has any. */
  readonly parameters: Set<string>;
}

/** What a read depends on besides schemas: a value, or the parameters of a step. */
function dependencyOf({ site, reference }: SiteReference): string {
  const [root, name] = reference.path;
  if (root === "vars") return isWhole(name) ? "vars" : `vars ${name}`;
  if (root === "steps") return `step ${name}`;

  return root === "params" ? `step ${String(site.path[1])}` : "";
}

// Marks what a sensitive read makes sensitive, and answers with the dependencies that changed by it.
function spread({ site }: SiteReference, { values, parameters }: Known): readonly string[] {
  const [root, state, field, name] = site.path.map(String);
  if (root !== "states" || state === undefined) return [];
  if (field === "values" && name !== undefined && addTo(values, name)) return [`vars ${name}`, "vars"];
  if (field !== "with" || !addTo(parameters, `${state} ${name ?? "*"}`)) return [];

  parameters.add(state);
  return [`step ${state}`];
}

function addTo(set: Set<string>, key: string): boolean {
  const before = set.size;

  return set.add(key).size > before;
}

function isTainted({ site, reference }: SiteReference, known: Known): boolean {
  const [root, name] = reference.path;
  if (root === "input") return touchesSensitive(reference.path, known.input);
  if (root === "vars") return name === undefined || isWhole(name) ? known.values.size > 0 : known.values.has(name);
  if (root === "steps") return name !== undefined && isOutputTainted(name, reference.path.slice(2), known);
  if (root !== "params" || site.path[0] !== "states") return false;

  const state = String(site.path[1]);
  const isPassed = name === undefined || isWhole(name) ? known.parameters.has(state) : hasParameter(known, state, name);
  return isPassed || touchesSensitive(reference.path.slice(1), sensitivePaths(known.operations.get(state)?.params ?? null));
}

function isOutputTainted(state: string, [member, property]: readonly string[], known: Known): boolean {
  const operation = known.operations.get(state);
  if (operation === undefined || (member !== undefined && member !== "output")) return false;
  if (touchesSensitive(property === undefined ? [] : [property], sensitivePaths(operation.outputSchema))) return true;

  const { output } = operation;
  const read: Json =
    isJsonObject(output) && property !== undefined && Object.hasOwn(output, property) ? (output[property] ?? null) : output;
  return parametersIn(read).some((name) => hasParameter(known, state, name) || touchesSensitive([name], sensitivePaths(operation.params)));
}

function hasParameter({ parameters }: Known, state: string, name: string): boolean {
  return parameters.has(`${state} ${name}`) || parameters.has(`${state} *`);
}

function isWhole(name: string | undefined): boolean {
  return name === undefined || name === "*";
}

/** The parameters a template of a catalogue reads. Its expressions were checked with the catalogue; here is only their text. */
export function parametersIn(template: Json | undefined): readonly string[] {
  if (template === undefined || template === null) return [];

  return [...JSON.stringify(template).matchAll(/\bparams\.\??([A-Za-z_]\w*)/g)].map((match) => match[1] ?? "");
}
