import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { END, type FlowEdge } from "../flow/flow.ts";
import type { LiveValues } from "../flow/live-values.ts";
import { Refusal, type Session, TooComplex } from "../session.ts";

/** A state machine of the source, or a branch or iterator inside one. */
export interface Machine {
  readonly session: Session;
  readonly live: LiveValues;
  readonly scopeId: string;
  readonly at: Path;
  readonly start: string;
  readonly states: ReadonlyMap<string, JsonObject>;
  readonly isRoot: boolean;
  readonly usesJsonata: boolean;
  /** How deeply machines are nested around it. */
  readonly depth: number;
  /** The tasks of all machines of the source that were read, by where they stand. */
  readonly tasks: Map<string, AslState>;
}

const DEPTH_MAX = 16;

/**
 * Reads a machine: its states by their names, and the one it begins with.
 *
 * @throws Refusal when it has no such states, TooComplex when machines are nested beyond reason.
 */
export function machineOf(around: Omit<Machine, "start" | "states">, json: JsonObject): Machine {
  if (around.depth > DEPTH_MAX) throw new TooComplex();
  const [states, start] = [json["States"], json["StartAt"]];
  if (!isJsonObject(states) || Object.keys(states).length === 0)
    throw new Refusal([...around.at, "States"], 'A state machine has "States".', "Give it at least one state.");
  if (typeof start !== "string" || !Object.hasOwn(states, start))
    throw new Refusal(
      [...around.at, "StartAt"],
      `"StartAt" is ${JSON.stringify(start ?? null)}, which names no state of the machine.`,
      "Name the state it begins with.",
    );

  const read = Object.entries(states).map(([id, state]): readonly [string, JsonObject] => {
    if (isJsonObject(state)) return [id, state];

    throw new Refusal([...around.at, "States", id], `The state "${id}" is no object.`, 'A state is an object with a "Type".');
  });
  return { ...around, start, states: new Map(read) };
}

/**
 * Whether expressions are JSONata; `preset` where nothing is said.
 *
 * @throws Refusal when they are in a language nobody knows.
 */
export function readsJsonata(json: JsonObject, at: Path, preset: boolean): boolean {
  const language = json["QueryLanguage"];
  if (language === undefined) return preset;
  if (language === "JSONata" || language === "JSONPath") return language === "JSONata";

  throw new Refusal(
    [...at, "QueryLanguage"],
    `The query language is ${JSON.stringify(language)}, which is not known.`,
    "Write JSONPath or JSONata.",
  );
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

/** A text under a field; undefined when there is none. */
export function textOf(state: Pick<AslState, "json">, field: string): string | undefined {
  const value = fieldOf(state, field);

  return typeof value === "string" ? value : undefined;
}

/** What stands under a field; undefined when nothing does. */
export function fieldOf({ json }: Pick<AslState, "json">, field: string): Json | undefined {
  return Object.hasOwn(json, field) ? json[field] : undefined;
}

/** Whether a value is filled in later: by an expression of JSONata, or by the template the source stands in. */
export function isComputed(value: Json): value is string {
  return typeof value === "string" && /^\s*(?:\{%|\$\{)/.test(value);
}

/** A number that is known before anything runs. Where it is computed this is told, and there is none. */
export function fixedNumber(state: AslState, field: string, told: { readonly what: string; readonly remedy: string }): number | undefined {
  const value = fieldOf(state, field);
  if (typeof value === "number") return value;
  const computed = [field, `${field}Path`].find((each) => fieldOf(state, each) !== undefined);
  if (computed !== undefined) tellOf(state, computed, { kind: "dropped", ...told });

  return undefined;
}

/** The items of a list that are objects. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return value !== undefined && isJsonArray(value) ? value.filter(isJsonObject) : [];
}

/**
 * The objects in a list of a state, each with its place; none where the field is missing.
 *
 * @throws Refusal when the field is anything else.
 */
export function entriesOf(state: AslState, field: string): readonly AslState[] {
  const listed = fieldOf(state, field) ?? [];
  const at = [...state.at, field];
  if (!isJsonArray(listed)) throw new Refusal(at, `"${field}" of "${state.id}" is no list.`, "Write a list of objects.");

  return listed.map((json, index) => {
    if (isJsonObject(json)) return { ...state, json, at: [...at, index] };

    throw new Refusal([...at, index], `What stands under "${field}" of "${state.id}" is no object.`, "Write an object.");
  });
}

/**
 * The way of success: `Next`, or `End`.
 *
 * @throws Refusal when the state has none of them, or both.
 */
export function nextEdge(state: AslState): FlowEdge {
  if (fieldOf(state, "Next") !== undefined && fieldOf(state, "End") === true)
    throw new Refusal([...state.at, "End"], `The state "${state.id}" leads on and ends as well.`, 'Keep "Next" or "End".');
  if (fieldOf(state, "Next") !== undefined) return { id: "next", to: leadOf(state, "Next"), isNext: true };
  if (fieldOf(state, "End") === true) return { id: "next", to: END, isNext: true };

  throw new Refusal(state.at, `The state "${state.id}" has neither "Next" nor "End": true.`, "Say where it leads.");
}

/**
 * The state that a field names, such as `Next` or `Default`.
 *
 * @throws Refusal when it names none of the machine.
 */
export function leadOf(place: AslState, field: string): string {
  const target = textOf(place, field);
  if (target !== undefined && place.machine.states.has(target)) return target;

  throw target === undefined
    ? new Refusal(place.at, `A way out of "${place.id}" has no "${field}".`, "Name the state it leads to.")
    : new Refusal(
        [...place.at, field],
        `"${place.id}" leads to "${target}", and no state of its machine has this name.`,
        "Correct the name, or add the state.",
      );
}
