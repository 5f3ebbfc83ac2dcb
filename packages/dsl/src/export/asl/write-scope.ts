import type { Json, JsonObject } from "@skald/shared";
import type { ChartState, Scope } from "../../model/chart.ts";
import { flagAt, listAt, memberOf, textAt, textItems } from "../../model/read-json.ts";
import { kindOfState, undoOfState } from "../called-operation.ts";
import { sagaNames } from "./names.ts";
import { doneVariable, stateJson } from "./undo-chain.ts";
import { type UndoFacts, undoOrder } from "./undo-order.ts";
import { writeState } from "./write-state.ts";
import { type Around, freeName, type Machine, type ScopeWriter } from "./writer.ts";

/** The states of a saga, a branch or a body, with where they begin. */
export function writeScope(machine: Machine, scope: Scope, { prefix, outer }: Around): JsonObject {
  const known = namesOf(machine, scope, prefix);
  const error = `${prefix}error`;
  const draft = {
    machine,
    scope,
    error,
    names: sagaNames(machine.saga, { itemNames: scope.itemNames, nameOf: (state) => known.get(state), error, outer }),
    states: {},
    nameOf: (state: string) => known.get(state) ?? state,
    chains: new Map<string, string>(),
  };
  const facts = factsOf({ ...draft, order: undoOrder(scope, NO_FACTS) });
  const order = undoOrder(scope, facts);
  const writer: ScopeWriter = { ...draft, order };

  const isRoot = scope.path.length === 0;
  const variables: JsonObject = {
    ...(isRoot ? { input: "{% $states.input %}" } : {}),
    ...Object.fromEntries([...order.remembered].map((state) => [doneVariable(writer.nameOf(state)), false])),
  };
  const start = writer.nameOf(scope.start);
  const begin = Object.keys(variables).length === 0 ? start : freeName(machine, `${isRoot ? "" : prefix}begin`);
  if (begin !== start) writer.states[begin] = { Type: "Pass", Assign: variables, Next: start };
  for (const state of scope.states.values()) writeState(writer, state);

  return { StartAt: begin, States: reached(writer.states, begin) };
}

// Behind a state that could not be expressed there may be others nothing leads to; a machine may not have those.
function reached(states: ScopeWriter["states"], start: string): JsonObject {
  const found = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = states[name];
    if (state === undefined || found.has(name)) continue;
    found.add(name);
    open.push(...targetsOf(state));
  }
  return Object.fromEntries(Object.entries(states).filter(([name]) => found.has(name)));
}

function targetsOf(state: JsonObject): readonly string[] {
  const ways = [state, ...listAt(state, "Catch"), ...listAt(state, "Choices")];

  return ways.flatMap((way) => [textAt(way, "Next"), textAt(way, "Default")]).filter((name) => name !== null);
}

function namesOf(machine: Machine, scope: Scope, prefix: string): ReadonlyMap<string, string> {
  return new Map(
    [...scope.states.keys()].map((state): [string, string] => [
      state,
      freeName(machine, machine.taken.has(state) ? `${prefix}${state}` : state),
    ]),
  );
}

const NO_FACTS: UndoFacts = { hasUndo: () => false, isPivot: () => false, isOptional: () => false, only: () => null };

function factsOf(writer: ScopeWriter): UndoFacts {
  const { saga, scope } = writer.machine;
  const jsonOf = (state: ChartState): Json => stateJson(writer, state.name);

  return {
    hasUndo: (state) => ["task", "emit"].includes(state.type) && undoOfState(saga, jsonOf(state), scope) !== null,
    isPivot: (state) => ["task", "transaction"].includes(state.type) && kindOfState(saga, jsonOf(state), scope) === "pivot",
    isOptional: (state) => flagAt(jsonOf(state), "optional"),
    only: (state) => {
      const only = textItems(listAt(jsonOf(state), "only"));
      return memberOf(jsonOf(state), "only") === undefined ? null : only;
    },
  };
}
