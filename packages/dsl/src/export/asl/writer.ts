import type { Json, JsonObject } from "@skald/shared";
import type { Chart, ChartState, Scope } from "../../model/chart.ts";
import type { ExportScope } from "../called-operation.ts";
import { type ExportLoss, pointerTo } from "../loss.ts";
import type { Names } from "./jsonata.ts";
import type { UndoOrder } from "./undo-order.ts";

/** What writing a whole machine shares. */
export interface Machine {
  readonly saga: Json;
  readonly scope: ExportScope;
  readonly chart: Chart;
  readonly losses: ExportLoss[];
  /** Names of states are unique in a machine, blocks included. */
  readonly taken: Set<string>;
  /** Writes the scope of a block; blocks and scopes hold one another. */
  readonly writeScope: (scope: Scope, around: Around) => JsonObject;
}

/** What a scope takes from where it stands. */
export interface Around {
  /** Put before a name that another scope has already. */
  readonly prefix: string;
  /** Names of the scope around; null for the saga itself. */
  readonly outer: Names | null;
}

/** What writing the states of one scope shares: the saga, a branch or a body. */
export interface ScopeWriter {
  readonly machine: Machine;
  readonly scope: Scope;
  readonly order: UndoOrder;
  readonly names: Names;
  /** The variable with the error that was caught last; inner scopes may not assign those of outer ones. */
  readonly error: string;
  /** The states written so far, in their order. */
  readonly states: Record<string, JsonObject>;
  /** What a state of the saga is called in the machine. */
  readonly nameOf: (state: string) => string;
  /** Chains of undos already written, by what they undo and where they lead. */
  readonly chains: Map<string, string>;
}

const NAME_LENGTH_MAX = 80;

/** A name no other state of the machine has. */
export function freeName(machine: Machine, wanted: string): string {
  let name = wanted.slice(0, NAME_LENGTH_MAX);
  for (let number = 2; machine.taken.has(name); number += 1) name = `${wanted.slice(0, NAME_LENGTH_MAX - 6)} (${number})`;
  machine.taken.add(name);

  return name;
}

/** Tells a loss at a state or below it. */
export function tell(
  writer: ScopeWriter,
  state: Pick<ChartState, "path">,
  loss: Omit<ExportLoss, "at"> & { readonly field?: string },
): void {
  const { field, ...rest } = loss;
  const at = pointerTo([...state.path, ...(field === undefined ? [] : [field])]);
  const isTold = writer.machine.losses.some((each) => each.at === at && each.what === rest.what);
  if (!isTold) writer.machine.losses.push({ at, ...rest });
}

/** Tells that an expression has no words in JSONata. */
export function untranslatedAt(writer: ScopeWriter, state: Pick<ChartState, "path">): (source: string) => void {
  return (source) =>
    tell(writer, state, {
      kind: "dropped",
      what: `The expression "${source}" has no counterpart and fails when it is read.`,
      remedy: "Write it in JSONata.",
    });
}
