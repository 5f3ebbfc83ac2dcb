import type { Json } from "@skald/shared";
import { type Scope, withOuterScopes } from "../../model/chart.ts";
import { memberOf } from "../../model/read-json.ts";
import { sensitivePaths, touchesSensitive } from "../../model/sensitive.ts";
import type { JsonSchema, OperationModel } from "../../model/service-model.ts";
import { keyOf, type ScopeIndex } from "../scope-index.ts";
import type { SiteReference } from "../sites/checked-site.ts";

// What can become sensitive, as a name: `vars <scope> <name>`, `with <state> <parameter>`, `gives <state>` for the
// whole output, `items <body>`, `steps <scope>` for the output of any of its states. A name without its last word
// stands for any of them.

/** What is known of a saga while sensitivity is followed through it. */
export interface Known {
  readonly scopes: ScopeIndex;
  /** By the path of the step. */
  readonly operations: ReadonlyMap<string, OperationModel>;
  readonly forms: ReadonlyMap<string, JsonSchema | null>;
  readonly input: readonly (readonly string[])[];
  readonly tainted: Set<string>;
}

/** The names whose change makes a read worth looking at again. */
export function dependenciesOf({ site, reference }: SiteReference, { scopes }: Known): readonly string[] {
  if (site.place === null) return [];
  const { scope, state } = site.place;
  const [root = "", name = ""] = reference.path;
  if (root === "vars")
    return withOuterScopes(scope).map((each) => (isWhole(name) ? `vars ${keyOf(each.path)}` : `vars ${keyOf(each.path)} ${name}`));
  if (root === "params") return [`step ${stateKey(scope, String(state))}`];
  if (root === "steps" && isWhole(name)) return withOuterScopes(scope).map(anyStepKey);
  if (root === "steps") {
    const owner = scopes.ownerOf(scope, name);
    return owner === undefined ? [] : [`step ${stateKey(owner, name)}`];
  }

  const body = bodyOf(root, scope);
  return body === undefined ? [] : [`items ${keyOf(body.path)}`];
}

/** Whether a read gives something sensitive, as far as is known. */
export function isTainted(read: SiteReference, known: Known): boolean {
  const { site, reference } = read;
  const [root, name = ""] = reference.path;
  if (root === "input") return touchesSensitive(reference.path, known.input);
  if (site.place === null) return false;
  if (root === "steps" && !isOutput(reference.path[2])) return false;
  if (root === "steps" && !isWhole(name)) {
    const owner = known.scopes.ownerOf(site.place.scope, name);
    return owner !== undefined && isOutputTainted(stateKey(owner, name), reference.path[3], known);
  }
  if (root !== "params") return dependenciesOf(read, known).some((each) => known.tainted.has(each));

  const state = stateKey(site.place.scope, String(site.place.state));
  const isPassed = isWhole(name) ? known.tainted.has(`with ${state}`) : hasParameter(known, state, name);
  return isPassed || touchesSensitive(reference.path.slice(1), sensitivePaths(known.operations.get(state)?.params ?? null));
}

/** Whether a property of the output of a state is sensitive; without one, whether anything of it is. */
export function isOutputTainted(state: string, property: string | undefined, known: Known): boolean {
  if (known.tainted.has(`gives ${state}`)) return true;
  const read = property === undefined ? [] : [property];
  const form = known.forms.get(state);
  if (form !== undefined) return touchesSensitive(read, sensitivePaths(form));

  const operation = known.operations.get(state);
  if (operation === undefined) return false;
  if (touchesSensitive(read, sensitivePaths(operation.outputSchema))) return true;
  const { output } = operation;
  const part = property === undefined ? undefined : memberOf(output, property);
  return parametersIn(part === undefined ? output : part).some(
    (name) => hasParameter(known, state, name) || touchesSensitive([name], sensitivePaths(operation.params)),
  );
}

/** The path of a state as a key. */
export function stateKey(scope: Scope, name: string): string {
  return keyOf([...scope.path, "states", name]);
}

/** Any state of a scope, as a key: where the name of a step is computed, it may be each of them. */
export function anyStepKey(scope: Scope): string {
  return `steps ${keyOf(scope.path)}`;
}

/** The parameters a template of a catalogue reads. Its expressions were checked with the catalogue; here is only their text. */
export function parametersIn(template: Json | undefined): readonly string[] {
  if (template === undefined || template === null) return [];

  return [...JSON.stringify(template).matchAll(/\bparams\.\??([A-Za-z_]\w*)/g)].map((match) => String(match[1]));
}

// The innermost body that calls its items so.
function bodyOf(name: string, scope: Scope): Scope | undefined {
  return withOuterScopes(scope).find((each) => each.kind === "body" && each.itemNames.slice(-2).includes(name));
}

function hasParameter({ tainted }: Known, state: string, name: string): boolean {
  return tainted.has(`with ${state} ${name}`) || tainted.has(`with ${state} *`);
}

// Of a step only the output can be sensitive; a computed member may be that.
function isOutput(member: string | undefined): boolean {
  return member === undefined || member === "output" || member === "*";
}

function isWhole(name: string): boolean {
  return name === "" || name === "*";
}
