import type { Json, JsonObject } from "@skald/shared";
import { isOwnPivot } from "../../model/children/child-summary.ts";
import { listAt, textAt } from "../../model/read-json.ts";
import type { ScopeModel } from "../../model/saga-model.ts";
import {
  freeName,
  freeStateName,
  freeVariable,
  type Machine,
  nameOf,
  outputVariable,
  rememberDone,
  type ScopePlace,
  type ScopeWriter,
  tell,
} from "./machine.ts";
import { writeState } from "./states/write-state.ts";
import { type Undo, undoOf } from "./step.ts";
import { undoOrder } from "./undo/undo-order.ts";
import { sagaNames } from "./words/names.ts";
import { namesFrom } from "./words/names-from.ts";

/** The states of a saga, a branch or a body, with where they begin. */
export function writeScope(machine: Machine, place: ScopePlace): JsonObject {
  const writer = writerOf(machine, place);
  const { scope, outer, prefix } = place;
  tellLoops(writer);

  const variables = variablesOf(writer);
  const start = nameOf(writer, scope.start);
  const begin = Object.keys(variables).length === 0 ? start : freeName(machine, `${outer === null ? "" : prefix}begin`);
  if (begin !== start) writer.written[begin] = { Type: "Pass", Assign: variables, Next: start };
  for (const state of scope.states) writeState(writer, state);

  return { StartAt: begin, States: reached(writer.written, begin) };
}

function writerOf(machine: Machine, place: ScopePlace): ScopeWriter {
  const { scope, prefix, outer, items } = place;
  const stateNames = new Map(
    scope.states.map(({ name }) => [name, freeStateName(machine, machine.taken.states.has(name) ? `${prefix}${name}` : name)]),
  );
  const variables = new Map(valuesSet(scope).map((name) => [name, freeVariable(machine, variableFor(machine, prefix, name))]));
  const error = `${prefix}error`;
  const texts: readonly (readonly [string, string])[] = [
    ...Object.entries(items).map(([name, variable]): readonly [string, string] => [name, `$${variable}`]),
    ...[...stateNames].map(([state, name]): readonly [string, string] => [`steps.${state}.output`, `$steps_${name}`]),
    ...[...variables].map(([name, variable]): readonly [string, string] => [`vars.${name}`, `$${variable}`]),
    ["error.type", `$${error}.Error`],
    ["error.detail", `$${error}.Cause`],
  ];
  const undos = new Map(scope.states.map((state) => [state.name, undoOf(state, machine)] as const).filter(hasUndo));
  const order = undoOrder(scope, {
    hasUndo: ({ name }) => undos.has(name),
    isPivot: (state) => isOwnPivot(state, machine.services),
    isPastPivot: outer !== null && outer.writer.order.pastPivot(outer.block) === "always",
  });

  return {
    machine,
    place,
    undos,
    order,
    names: namesFrom(new Map(texts), outer === null ? sagaNames(machine.saga) : outer.writer.names),
    error,
    written: {},
    stateNames,
    chains: new Map(),
    variables,
  };
}

function hasUndo(entry: readonly [string, Undo | null]): entry is readonly [string, Undo] {
  return entry[1] !== null;
}

function valuesSet({ states }: ScopeModel): readonly string[] {
  return [...new Set(states.flatMap((state) => (state.type === "set" ? Object.keys(state.values) : [])))];
}

function variableFor({ taken }: Machine, prefix: string, name: string): string {
  return taken.variables.has(`vars_${name}`) ? `${prefix}vars_${name}` : `vars_${name}`;
}

// What a scope begins with: its input or item, and whatever is read before it has to be assigned.
function variablesOf(writer: ScopeWriter): JsonObject {
  const { machine, place, order, stateNames, variables, error } = writer;
  const { outer, items } = place;
  const unread = [
    ...[...stateNames.keys()].map((state) => [`steps.${state}.output`, outputVariable(writer, state)] as const),
    ...[...variables].map(([name, variable]) => [`vars.${name}`, variable] as const),
  ].filter(([path]) => isReadIfThere(machine, path));
  const readsError = machine.expressions.some((source) => /\berror\b/.test(source));

  return {
    ...(outer === null ? { input: "{% $states.input %}" } : {}),
    ...Object.fromEntries(
      Object.values(items).map((variable, index) => [variable, `{% $states.input.${index === 0 ? "item" : "index"} %}`]),
    ),
    ...Object.fromEntries(unread.map(([, variable]) => [variable, null])),
    ...(readsError ? { [error]: outer === null ? null : `{% $${outer.writer.error} %}` } : {}),
    ...Object.assign({}, ...[...order.remembered].map((state) => rememberDone(writer, state, false))),
  };
}

function isReadIfThere({ expressions }: Machine, path: string): boolean {
  const last = path.lastIndexOf(".");
  const signs = [`has(${path}`, `${path.slice(0, last)}.?${path.slice(last + 1)}`];

  return expressions.some((source) => signs.some((sign) => source.replaceAll(/\s/g, "").includes(sign)));
}

// One undo of a state is written, and a visit of it more is not undone a second time.
function tellLoops(writer: ScopeWriter): void {
  for (const { name } of writer.place.scope.states)
    if (writer.order.before(name).some((link) => link.name === name))
      tell(writer, name, {
        kind: "changed",
        what: `"${name}" may be entered again, and only its last visit is undone.`,
        remedy: "Let its undo take back all visits.",
      });
}

// Behind a state that could not be expressed there may be others nothing leads to; a machine may not have those.
function reached(states: ScopeWriter["written"], start: string): JsonObject {
  const known = new Map(Object.entries(states));
  const found = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = known.get(name);
    if (state === undefined || found.has(name)) continue;
    found.add(name);
    open.push(...targetsOf(state));
  }
  return Object.fromEntries([...known].filter(([name]) => found.has(name)));
}

function targetsOf(state: Json): readonly string[] {
  const ways = [state, ...listAt(state, "Catch"), ...listAt(state, "Choices")];

  return ways.flatMap((way) => [textAt(way, "Next"), textAt(way, "Default")]).filter((name) => name !== null);
}
