import type { Scope } from "../../model/chart.ts";
import { memberOf } from "../../model/read-json.ts";
import { findOperation, operationOf } from "../../model/resolve.ts";
import { sensitivePaths } from "../../model/sensitive.ts";
import type { OperationModel } from "../../model/service-model.ts";
import { operationCalls } from "../../model/states/operation-calls.ts";
import type { SagaDefinition } from "../check.ts";
import { keyOf } from "../scope-index.ts";
import type { SiteReference } from "../sites/checked-site.ts";
import { anyStepKey, dependenciesOf, isOutputTainted, isTainted, type Known, stateKey } from "./taint-names.ts";

// Sensitivity travels: what is computed of a sensitive value is sensitive. It is followed over references, from the
// input through `with`, the outputs of operations and blocks, `set`, and the items of a body. A read is looked at again
// only when something it depends on has become sensitive, which happens once to each name: linear, however the document
// is written.

/** The reads of a saga that give something sensitive. */
export interface TaintFlow {
  readonly reads: ReadonlySet<SiteReference>;
  /** The operation that takes what a `with` gives, by the path of the object that holds both. */
  readonly takers: ReadonlyMap<string, OperationModel>;
}

/** Follows sensitive values through a saga. */
export function followTaint(definition: SagaDefinition): TaintFlow {
  const known = knownOf(definition);
  const dependents = dependentsOf(definition.references, known);
  const reads = new Set<SiteReference>();
  const open = [...definition.references];
  for (let read = open.pop(); read !== undefined; read = open.pop()) {
    if (reads.has(read) || !isTainted(read, known)) continue;
    reads.add(read);
    for (const changed of spread(read, known)) open.push(...(dependents.get(changed) ?? []));
  }
  return { reads, takers: takersOf(definition) };
}

function takersOf({ states, services }: SagaDefinition): TaintFlow["takers"] {
  const calls = states.flatMap(({ state, path }) =>
    operationCalls(state).map((call) => ({ key: keyOf([...path, ...call.path]), operation: findOperation(call.call, services) })),
  );

  return new Map(calls.flatMap(({ key, operation }) => (operation === null ? [] : [[key, operation] as const])));
}

function knownOf({ model, chart, states, scopes, services }: SagaDefinition): Known {
  const operations = states.flatMap(({ state, path }) => {
    const operation = operationOf(state, services);
    return operation === null ? [] : [[keyOf(path), operation] as const];
  });
  const forms = states.flatMap(({ state, path }) => (state.type === "human" ? [[keyOf(path), state.form] as const] : []));

  const known: Known = {
    scopes,
    operations: new Map(operations),
    forms: new Map(forms),
    input: sensitivePaths(model.input, ["input"]),
    tainted: new Set(),
  };
  // What gives something sensitive by its schema does so from the beginning.
  for (const scope of chart.scopes)
    if ([...scope.states.keys()].some((state) => isOutputTainted(stateKey(scope, state), undefined, known)))
      known.tainted.add(anyStepKey(scope));
  return known;
}

function dependentsOf(references: readonly SiteReference[], known: Known): ReadonlyMap<string, readonly SiteReference[]> {
  const dependents = new Map<string, SiteReference[]>();
  for (const read of references) {
    for (const name of dependenciesOf(read, known)) {
      const others = dependents.get(name) ?? [];
      others.push(read);
      dependents.set(name, others);
    }
  }
  return dependents;
}

// Marks what a sensitive read makes sensitive, and answers with the names that changed by it.
function spread({ site }: SiteReference, known: Known): readonly string[] {
  if (site.place === null) return [];
  const { scope, state } = site.place;
  if (state === null) return give(scope, known);

  const [field, name] = site.path.slice(scope.path.length + 2).map(String);
  const key = stateKey(scope, state);
  switch (field) {
    case "values":
      return add(known, [`vars ${keyOf(scope.path)} ${name}`, `vars ${keyOf(scope.path)}`]);
    case "in":
      return add(known, [`items ${key}/body`]);
    case "with": {
      const changed = add(known, [`with ${key} ${name ?? "*"}`, `with ${key}`]);
      return changed.length === 0 ? [] : [`step ${key}`, ...passOn(scope, state, known)];
    }
    case "output": {
      const changed = add(known, [`gives ${key}`]);
      return changed.length === 0 ? [] : [`step ${key}`, ...passOn(scope, state, known)];
    }
    default:
      return [];
  }
}

// What a state that ends its scope gives is what the block gives, unless the scope says something else.
function passOn(scope: Scope, state: string, known: Known): readonly string[] {
  if (!isOutputTainted(stateKey(scope, state), undefined, known)) return [];
  const changed = add(known, [anyStepKey(scope)]);
  const ends = scope.states.get(state)?.ends === true;

  return ends && !hasOutput(scope) ? [...changed, ...give(scope, known)] : changed;
}

function give({ outer }: Scope, known: Known): readonly string[] {
  if (outer === null) return [];
  const key = stateKey(outer.scope, outer.block);

  return add(known, [`gives ${key}`]).length === 0 ? [] : [`step ${key}`, ...passOn(outer.scope, outer.block, known)];
}

function hasOutput({ outer, kind, path }: Scope): boolean {
  const block = outer?.scope.states.get(outer.block)?.json;
  const json = kind === "body" ? memberOf(block, "body") : memberOf(memberOf(block, "branches"), String(path.at(-1)));

  return memberOf(json, "output") !== undefined;
}

function add({ tainted }: Known, names: readonly string[]): readonly string[] {
  const fresh = names.filter((name) => !tainted.has(name));
  for (const name of fresh) tainted.add(name);

  return fresh;
}
