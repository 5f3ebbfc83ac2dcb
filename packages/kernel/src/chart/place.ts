import { blockOf, isWithin, localName, pathIn, scopeOf, scopesAround, stateOfUndoNode } from "@skald/dsl";
import { isJsonObject, type Json } from "@skald/shared";
import { requireKnown } from "../require-known.ts";
import type { Saga } from "../types/saga.ts";

/** Where one scope of the chart stands: in a forward state, in an undo, choosing the next undo, or outside of both lanes. */
export interface Place {
  /** Path of the branch; empty for the saga itself. */
  readonly scope: string;
  readonly lane: "forward" | "undoing" | "outside";
  /** Path of the state that is done or undone here. */
  readonly state: string | null;
  /** Place inside the state, such as `calling`, `backoff`, `running`; outside of the lanes the place of the scope, such as `done`. */
  readonly within: string | null;
}

/** Reads the place of one scope out of the chart's value; null when the chart is not in that scope. */
export function placeIn(saga: Saga, scope: string): Place | null {
  const value = scope === "" ? saga.value : regionOf(saga, scope);

  return value === undefined ? null : placeOfValue(value, scope);
}

/** The place of the saga itself: a block counts as one state. */
export function placeOf(saga: Saga): Place {
  return placeOfValue(saga.value, "");
}

/** The place of the innermost scope whose chart stands at a state, in its forward or its undo lane. */
export function placeAt(saga: Saga, state: string): Place | null {
  for (const scope of scopesAround(state)) {
    const place = placeIn(saga, scope);
    if (place?.state === state) return place;
  }
  return null;
}

/** Every place of the chart: each running block, followed by the places of its branches. */
export function placesOf(saga: Saga): readonly Place[] {
  return placesFrom(saga.value, "");
}

function placesFrom(value: Json, scope: string): readonly Place[] {
  const place = placeOfValue(value, scope);
  const { state } = place;
  const running = state === null || place.lane !== "forward" ? undefined : runningOf(value, state);
  if (state === null || !isJsonObject(running)) return [place];

  return [place, ...Object.entries(running).flatMap(([name, region]) => placesFrom(region, pathIn(state, name)))];
}

function placeOfValue(value: Json, scope: string): Place {
  if (!isJsonObject(value)) return { scope, lane: "outside", state: null, within: String(value) };

  const lane = value["forward"] === undefined ? "undoing" : "forward";
  const inside = value[lane];
  if (!isJsonObject(inside)) return { scope, lane, state: null, within: null };
  const [name, within] = requireKnown(Object.entries(inside)[0], "place of the chart");
  return { scope, lane, state: lane === "forward" ? pathIn(scope, name) : stateOfUndoNode(name), within: placeWithin(within) };
}

function placeWithin(value: Json): string {
  return isJsonObject(value) ? requireKnown(Object.keys(value)[0], "place of the chart") : String(value);
}

function regionOf(saga: Saga, scope: string): Json | undefined {
  const block = blockOf(scope);
  const outer = scopeOf(block) === "" ? saga.value : regionOf(saga, scopeOf(block));
  const running = outer === undefined ? undefined : runningOf(outer, block);

  return isJsonObject(running) ? running[localName(scope)] : undefined;
}

/** The regions of a block, out of the value of the scope it stands in. */
function runningOf(value: Json, block: string): Json | undefined {
  const forward = isJsonObject(value) ? value["forward"] : undefined;
  const state = isJsonObject(forward) ? forward[localName(block)] : undefined;

  return isJsonObject(state) ? state["running"] : undefined;
}

/** The scope in whose undo lane a state is being undone; null when it is not. */
export function undoScopeOf(saga: Saga, state: string): string | null {
  const place = scopesAround(state)
    .map((scope) => placeIn(saga, scope))
    .find((one) => one?.lane === "undoing" && one.state === state);

  return place?.scope ?? null;
}

/** The innermost scope around a state that a record has an entry for; undefined when none has. */
export function nearest<T>(record: Readonly<Record<string, T>>, state: string): T | undefined {
  const scope = scopesAround(state).find((one) => Object.hasOwn(record, one));

  return scope === undefined ? undefined : record[scope];
}

/** Whether the chart stands in a state, or in one inside it. */
export function isInside(saga: Saga, state: string): boolean {
  return placesOf(saga).some((place) => place.state !== null && isWithin(place.state, state));
}
