import type { JsonObject } from "@skald/shared";
import type { ScopeTypes } from "../../expression/check.ts";
import type { Chart, Scope } from "../../model/chart.ts";
import { mustGet } from "../../model/must-get.ts";
import { memberOf } from "../../model/read-json.ts";
import type { ResolvedServices } from "../../model/resolve.ts";
import type { SagaModel } from "../../model/saga-model.ts";
import { statesWithError } from "../chart/states-with-error.ts";
import type { ScopeIndex } from "../scope-index.ts";
import { type PlaceNames, stateNames } from "./names.ts";
import { type ExpressionSite, templateSites } from "./site.ts";
import { startSites } from "./start-sites.ts";
import { stateSites } from "./state-sites.ts";

interface Reading {
  readonly document: JsonObject;
  readonly model: SagaModel;
  readonly chart: Chart;
  readonly scopes: ScopeIndex;
  readonly services: ResolvedServices;
}

/** Every place of a saga document that may hold an expression. */
export function sagaSites(reading: Reading): readonly ExpressionSite[] {
  const places = placeNames(reading.chart);

  return [
    ...startSites(reading.document, reading.model.input),
    ...reading.chart.scopes.flatMap((scope) => scopeSites(scope, { ...reading, places })),
  ];
}

interface ScopeReading extends Reading {
  readonly places: ReadonlyMap<Scope, ReadonlyMap<string, PlaceNames>>;
}

function scopeSites(scope: Scope, { places, ...reading }: ScopeReading): readonly ExpressionSite[] {
  const { input } = reading.model;
  const memo = new Map<boolean, ScopeTypes>();
  const namesOf = (place: PlaceNames): ScopeTypes => {
    const known = memo.get(place.hasError) ?? stateNames(input, place);
    memo.set(place.hasError, known);
    return known;
  };
  const states = [...scope.states.values()].flatMap((state) => {
    const names = namesOf(mustGet(mustGet(places, scope), state.name));
    return stateSites(state, { ...reading, scope, names, model: reading.scopes.stateIn(scope, state.name), input });
  });

  return [...states, ...endSites(scope, { ...reading, places }, namesOf)];
}

// What a branch or a body gives is read where it ends.
function endSites(scope: Scope, { places }: ScopeReading, namesOf: (place: PlaceNames) => ScopeTypes): readonly ExpressionSite[] {
  const { outer } = scope;
  if (outer === null) return [];
  const holder = memberOf(outer.scope.states.get(outer.block)?.json, scope.kind === "body" ? "body" : "branches");
  const json = scope.kind === "body" ? holder : memberOf(holder, String(scope.path.at(-1)));
  const { hasError } = mustGet(mustGet(places, outer.scope), outer.block);

  return templateSites(memberOf(json, "output"), [...scope.path, "output"], {
    names: namesOf({ hasError, itemNames: scope.itemNames }),
    place: { scope, state: null },
  });
}

// `error` is there in a state reached only through a catch, and in all that stands inside it.
function placeNames(chart: Chart): ScopeReading["places"] {
  const places = new Map<Scope, ReadonlyMap<string, PlaceNames>>();
  for (const scope of chart.scopes) {
    const behind = statesWithError(scope);
    const outside = scope.outer !== null && mustGet(mustGet(places, scope.outer.scope), scope.outer.block).hasError;
    places.set(
      scope,
      new Map([...scope.states.keys()].map((name) => [name, { hasError: outside || behind.has(name), itemNames: scope.itemNames }])),
    );
  }
  return places;
}
