import type { Json, JsonObject } from "@skald/shared";
import type { ScopeModel } from "../../model/saga-model.ts";
import { type ExportLoss, pointerTo } from "../loss.ts";
import type { Catalogued, Undo } from "./step.ts";
import type { UndoOrder } from "./undo/undo-order.ts";
import type { Names } from "./words/names-from.ts";
import type { ExpressionLoss, Values } from "./words/values.ts";

/** What writing a whole machine shares. */
export interface Machine extends Catalogued {
  readonly losses: ExportLoss[];
  /** Names of states are unique in a machine, blocks included; variables too, so that no inner one is assigned outside. */
  readonly taken: { readonly states: Set<string>; readonly variables: Set<string> };
  /** Sources of all expressions of the saga. */
  readonly expressions: readonly string[];
  /** Writes the scope of a block; blocks and scopes hold one another. */
  readonly writeScope: (place: ScopePlace) => JsonObject;
}

/** A scope to write, and what it takes from where it stands. */
export interface ScopePlace {
  readonly scope: ScopeModel;
  /** Path of the object that holds the states. */
  readonly path: readonly string[];
  /** Put before a name that another scope has already. */
  readonly prefix: string;
  /** Variables an item is handed over in, with their values. */
  readonly items: Readonly<Record<string, string>>;
  /** The scope around, and the block in it; null for the saga itself. */
  readonly outer: { readonly writer: ScopeWriter; readonly block: string; readonly trail: readonly string[] } | null;
}

/** What writing the states of one scope shares: the saga, a branch or a body. */
export interface ScopeWriter {
  readonly machine: Machine;
  readonly place: ScopePlace;
  /** How the states are taken back that can be. */
  readonly undos: ReadonlyMap<string, Undo>;
  readonly order: UndoOrder;
  readonly names: Names;
  /** The variable with the error that was caught last. */
  readonly error: string;
  /** The states written so far, in their order. */
  readonly written: Record<string, JsonObject>;
  /** What states of the saga are called in the machine. */
  readonly stateNames: ReadonlyMap<string, string>;
  /** States already written, by what they do and where they lead. */
  readonly chains: Map<string, string>;
  /** The variable of `vars.<name>` that is set in this scope. */
  readonly variables: ReadonlyMap<string, string>;
}

const NAME_LENGTH_MAX = 80;

/** A name no other state of the machine has. */
export function freeName(machine: Machine, wanted: string): string {
  return claim(machine.taken.states, wanted, { lengthMax: NAME_LENGTH_MAX, numbered: (number) => ` (${number})` });
}

// Variables are called by states, with a word before them.
const STATE_NAME_LENGTH_MAX = 70;

/** The name of a state of the saga, of which variables are made. */
export function freeStateName(machine: Machine, wanted: string): string {
  return claim(machine.taken.states, wanted, { lengthMax: STATE_NAME_LENGTH_MAX, numbered: (number) => `_${number}` });
}

/** A variable no other scope assigns. */
export function freeVariable(machine: Machine, wanted: string): string {
  return claim(machine.taken.variables, wanted, { lengthMax: NAME_LENGTH_MAX, numbered: (number) => `_${number}` });
}

interface Claim {
  readonly lengthMax: number;
  readonly numbered: (number: number) => string;
}

function claim(taken: Set<string>, wanted: string, { lengthMax, numbered }: Claim): string {
  let name = wanted.slice(0, lengthMax);
  for (let number = 2; taken.has(name); number += 1) name = `${wanted.slice(0, lengthMax - 6)}${numbered(number)}`;
  taken.add(name);

  return name;
}

/** What a state of this scope is called in the machine. A name nothing is called by stands as it is. */
export function nameOf({ stateNames }: ScopeWriter, state: string): string {
  return stateNames.get(state) ?? state;
}

/** The variable that holds the output of a state. */
export function outputVariable(writer: ScopeWriter, state: string): string {
  return `steps_${nameOf(writer, state)}`;
}

/** The variable that remembers whether a state is done, where that differs by the way taken. */
function doneVariable(writer: ScopeWriter, state: string): string {
  return `done_${nameOf(writer, state)}`;
}

/** What is assigned where a state is done, or undone: nothing where every way tells it. */
export function rememberDone(writer: ScopeWriter, state: string, isDone: boolean): Readonly<Record<string, boolean>> {
  return writer.order.remembered.has(state) ? { [doneVariable(writer, state)]: isDone } : {};
}

/** Whether a state is done, as a condition. */
export function isDoneCondition(writer: ScopeWriter, state: string): string {
  return `{% $${doneVariable(writer, state)} %}`;
}

/** Writes a state under a name of its own, once for each key. */
export function writeOnce(writer: ScopeWriter, { key, wanted }: { readonly key: string; readonly wanted: string }, state: Json): string {
  const known = writer.chains.get(key);
  if (known !== undefined) return known;
  const name = freeName(writer.machine, wanted);
  writer.chains.set(key, name);
  writer.written[name] = state as JsonObject;

  return name;
}

/** Tells a loss at a state or below it. */
export function tell(
  { machine, place }: Pick<ScopeWriter, "machine" | "place">,
  state: string,
  loss: Omit<ExportLoss, "at"> & { readonly field?: string },
): void {
  const { field, ...rest } = loss;
  const at = pointerTo([...place.path, "states", state, ...(field === undefined ? [] : [field])]);
  const isTold = machine.losses.some((each) => each.at === at && each.what === rest.what);
  if (!isTold) machine.losses.push({ at, ...rest });
}

/** Where the templates of a state are written to. */
export function valuesAt(writer: ScopeWriter, state: string, names = writer.names): Values {
  return { names, tell: (source, loss) => tell(writer, state, EXPRESSION_LOSSES[loss](source)) };
}

const EXPRESSION_LOSSES: Readonly<Record<ExpressionLoss, (source: string) => Omit<ExportLoss, "at"> & { readonly field?: string }>> = {
  untranslated: (source) => ({
    kind: "dropped",
    what: `The expression "${source}" has no counterpart and fails when it is read.`,
    remedy: "Write it in JSONata.",
  }),
  optional: (source) => ({
    kind: "changed",
    what: `Where "${source}" gives nothing there is a null, and the saga leaves the member out.`,
    remedy: "Let whoever reads it take null for nothing.",
  }),
  secret: (source) => ({
    field: "call",
    kind: "dropped",
    what: `The header with "${source}" is left out: it holds a secret.`,
    remedy: "Put it into the connection.",
  }),
};
