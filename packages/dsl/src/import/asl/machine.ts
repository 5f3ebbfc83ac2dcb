import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { END, type FlowEdge } from "../flow/flow.ts";
import type { LiveValues } from "../flow/live-values.ts";
import { Refusal, type Session } from "../session.ts";

/** A state machine of the source, or a branch or iterator inside one. */
export interface Machine {
  readonly session: Session;
  readonly live: LiveValues;
  readonly scopeId: string;
  readonly at: Path;
  readonly json: JsonObject;
  readonly isRoot: boolean;
  readonly usesJsonata: boolean;
  /** How deeply machines are nested around it. */
  readonly depth: number;
}

/** One state of a machine. */
export interface AslState {
  readonly machine: Machine;
  readonly id: string;
  readonly at: Path;
  readonly json: JsonObject;
  /** Its name in the saga. */
  readonly name: string;
  readonly usesJsonata: boolean;
}

/** Says something of a field of a state. */
export function tellOf(
  state: AslState,
  field: string | Path,
  telling: { readonly kind: "kept" | "changed" | "dropped"; readonly what: string; readonly remedy: string },
): void {
  const below = typeof field === "string" ? [field] : field;

  state.machine.session.tell({ ...telling, at: [...state.at, ...below] });
}

export function textOf(state: Pick<AslState, "json">, field: string): string | undefined {
  const value = fieldOf(state, field);

  return typeof value === "string" ? value : undefined;
}

export function numberOf(state: Pick<AslState, "json">, field: string): number | undefined {
  const value = fieldOf(state, field);

  return typeof value === "number" ? value : undefined;
}

export function fieldOf({ json }: Pick<AslState, "json">, field: string): Json | undefined {
  return Object.hasOwn(json, field) ? json[field] : undefined;
}

/** The items of a list that are objects. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return value !== undefined && isJsonArray(value) ? value.filter(isJsonObject) : [];
}

/** The way of success: `Next`, or `End`. */
export function nextEdge(state: AslState): FlowEdge {
  const next = textOf(state, "Next");
  if (next !== undefined) return { id: "next", to: requireState(state, next, ["Next"]), isNext: true };
  if (fieldOf(state, "End") === true) return { id: "next", to: END, isNext: true };

  throw new Refusal(state.at, `The state "${state.id}" has neither "Next" nor "End": true.`, "Say where it leads.");
}

/** A state that is named somewhere must be there. */
export function requireState(state: AslState, target: string, field: Path): string {
  const states = state.machine.json["States"];
  if (isJsonObject(states) && Object.hasOwn(states, target)) return target;

  throw new Refusal(
    [...state.at, ...field],
    `"${state.id}" leads to "${target}", and no state of its machine has this name.`,
    "Correct the name, or add the state.",
  );
}
