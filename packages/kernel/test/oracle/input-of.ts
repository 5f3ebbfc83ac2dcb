import type { SagaModel, ScopeModel } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { type OutcomeTable, staticPath } from "./outcome-table.ts";
import type { Definition } from "./run.ts";

/**
 * The input with which a saga of `arbitrarySaga` takes the ways of the table:
 * `{ scope: { choices: { switch: case }, branches: { block: { branch: scope } }, items: { forEach: [scope] }, children: { state: scope } } }`.
 */
export function inputOf(definition: Definition, table: OutcomeTable): { readonly scope: Json } {
  return { scope: scopeInput(definition.saga, "", { definition, table }) };
}

interface Source {
  readonly definition: Definition;
  readonly table: OutcomeTable;
}

function scopeInput({ states }: ScopeModel | SagaModel, prefix: string, source: Source): Json {
  const choices: Record<string, Json> = {};
  const branches: Record<string, Json> = {};
  const items: Record<string, Json> = {};
  const children: Record<string, Json> = {};
  for (const state of states) {
    const path = staticPath(prefix + state.name);
    if (state.type === "switch") choices[state.name] = source.table.caseOf(path, state.cases.length);
    if (state.type === "parallel")
      branches[state.name] = Object.fromEntries(
        Object.entries(state.branches).map(([name, branch]) => [name, scopeInput(branch, `${path}.${name}.`, source)]),
      );
    if (state.type === "forEach")
      items[state.name] = Array.from({ length: source.table.itemsOf(path) }, (_, index) =>
        scopeInput(state.body, `${path}[${index}].`, source),
      );
    if (state.type !== "saga") continue;
    const child = source.definition.children.get(`${state.saga.namespace}/${state.saga.name}@${state.saga.range ?? "*"}`);
    if (child !== undefined) children[state.name] = scopeInput(child, `${path}.`, source);
  }
  return { choices, branches, items, children };
}
