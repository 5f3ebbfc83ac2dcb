import type { SagaModel, ScopeModel, StateModel } from "@skald/dsl";
import type { OutcomeTable } from "./outcome-table.ts";
import type { Definition } from "./run.ts";

// The same saga, written down otherwise: whoever runs it must not care.

/** Every name in a random saga ends in a number, and gets an x before it. */
export function renamedDefinition(definition: Definition): Definition {
  const rename = (saga: SagaModel): SagaModel => JSON.parse(JSON.stringify(saga).replaceAll(/\b([A-Za-z]+\d+)\b/g, "x$1")) as SagaModel;
  const children = new Map([...definition.children].map(([reference, child]) => [reference, rename(child)]));

  return { ...definition, saga: rename(definition.saga), children };
}

/** The names as they were. */
export function unnamed(text: string): string {
  return text.replaceAll(/\bx([A-Za-z]+\d+)/g, "$1");
}

/** The table of a definition, for the renamed one. */
export function renamedTable(table: OutcomeTable): OutcomeTable {
  return {
    outcomeOf: (key) => table.outcomeOf({ ...key, path: unnamed(key.path) }),
    choiceOf: (key, count) => table.choiceOf({ ...key, path: unnamed(key.path) }, count),
    caseOf: (path, count) => table.caseOf(unnamed(path), count),
    itemsOf: (path) => table.itemsOf(unnamed(path)),
  };
}

/** With a state that does nothing before the first of every scope. */
export function withIdleStart(definition: Definition): Definition {
  return { ...definition, saga: { ...definition.saga, ...idleFirst(definition.saga) } };
}

function idleFirst(scope: Pick<ScopeModel, "start" | "states">): Pick<ScopeModel, "start" | "states"> {
  const states = scope.states.map((state): StateModel => {
    if (state.type === "forEach") return { ...state, body: { ...state.body, ...idleFirst(state.body) } };
    if (state.type !== "parallel") return state;
    const branches = Object.entries(state.branches).map(([name, branch]) => [name, { ...branch, ...idleFirst(branch) }]);
    return { ...state, branches: Object.fromEntries(branches) as typeof state.branches };
  });

  return { start: "idle", states: [{ type: "set", name: "idle", values: {}, next: scope.start }, ...states] };
}

/** With the branches of every block in the opposite order. */
export function withBranchesReversed(definition: Definition): Definition {
  return { ...definition, saga: { ...definition.saga, states: definition.saga.states.map(reversed) } };
}

function reversed(state: StateModel): StateModel {
  if (state.type === "forEach") return { ...state, body: { ...state.body, states: state.body.states.map(reversed) } };
  if (state.type !== "parallel") return state;
  const branches = Object.entries(state.branches).map(([name, branch]) => [name, { ...branch, states: branch.states.map(reversed) }]);

  return { ...state, branches: Object.fromEntries(branches.toReversed()) as typeof state.branches };
}
