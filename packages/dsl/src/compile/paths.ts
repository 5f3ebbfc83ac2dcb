import type { CompiledSaga } from "./compiled.ts";

// Names of states have no dots, so a path can be read without the definition.

/** Path of a state inside a scope: `load` in `ship.truck` is `ship.truck.load`; the scope of a saga is the empty text. */
export function pathIn(scope: string, name: string): string {
  return scope === "" ? name : `${scope}.${name}`;
}

/** Path of the branch a state stands in; empty for a state at the top. */
export function scopeOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}

/** Path of the parallel block a branch belongs to. */
export function blockOf(branch: string): string {
  return scopeOf(branch);
}

/** The last name of a path. */
export function localName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** Whether a path is a place, or lies in it: `ship.truck.load` lies in `ship` and in `ship.truck`. Everything lies in the empty path. */
export function isWithin(path: string, place: string): boolean {
  return place === "" || path === place || (path.startsWith(place) && path[place.length] === ".");
}

/** The scopes around a state, innermost first, down to the saga's own, which is empty. */
export function scopesAround(path: string): readonly string[] {
  const scope = scopeOf(path);

  return scope === "" ? [""] : [scope, ...scopesAround(blockOf(scope))];
}

/** The states of one scope, in document order. */
export function statesIn(definition: Pick<CompiledSaga, "states">, scope: string): readonly CompiledSaga["states"][string][] {
  return Object.values(definition.states).filter((state) => scopeOf(state.name) === scope);
}
