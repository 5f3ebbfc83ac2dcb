import type { Path } from "../diagnostics/places.ts";
import { type Chart, type Scope, withOuterScopes } from "../model/chart.ts";
import { mustGet } from "../model/must-get.ts";
import type { StateModel } from "../model/saga-model.ts";
import type { PlacedState } from "../model/states/placed-states.ts";

/** Finds scopes and states by path and by name. Built once for all rules. */
export interface ScopeIndex {
  /** The scope a placed state stands in. */
  readonly scopeOf: (placed: PlacedState) => Scope;
  /** The model of a state of a scope; undefined for a state of no known type. */
  readonly stateIn: (scope: Scope, name: string) => StateModel | undefined;
  /** The innermost scope around a place that has a state of this name; names resolve innermost first. */
  readonly ownerOf: (scope: Scope, name: string) => Scope | undefined;
  /** A scope anywhere that has a state of this name. */
  readonly anywhere: (name: string) => Scope | undefined;
}

/** The index of a saga. */
export function scopeIndex(chart: Chart, states: readonly PlacedState[]): ScopeIndex {
  const scopes = new Map(chart.scopes.map((scope) => [keyOf(scope.path), scope]));
  const models = new Map(states.map((placed) => [keyOf(placed.path), placed.state]));
  const owners = new Map(chart.scopes.toReversed().flatMap((scope) => [...scope.states.keys()].map((name) => [name, scope] as const)));

  return {
    scopeOf: (placed) => mustGet(scopes, keyOf(placed.scope)),
    stateIn: (scope, name) => models.get(keyOf([...scope.path, "states", name])),
    ownerOf: (scope, name) => withOuterScopes(scope).find((each) => each.states.has(name)),
    anywhere: (name) => owners.get(name),
  };
}

/** A path as a key of a map. */
export function keyOf(path: Path): string {
  return path.join("/");
}
