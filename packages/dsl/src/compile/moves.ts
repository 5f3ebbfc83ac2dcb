import { blockOf, localName, scopeOf } from "./paths.ts";

// Names of the chart: its events, and the places its transitions lead to.

/** Root of the chart; targets are absolute below it. */
export const ROOT = "saga";

/** The place in an undo lane where the next undo is chosen. No state can have this name. */
export const UNWINDING = "undo:next";

/** Event of the chart that something happened to a state: `reserve/succeeded`. */
export function stateMove(state: string, what: string): string {
  return `${state}/${what}`;
}

/** Event of the chart about a scope as a whole: `saga.unwind`, or `ship.truck/unwind` for a branch. */
export function laneMove(scope: string, what: string): string {
  return scope === "" ? `saga.${what}` : `${scope}/${what}`;
}

/** Name of the place where a state is undone, in the undo lane of whichever scope undoes it. Names of places have no dots. */
export function undoNode(state: string): string {
  return state.replaceAll(".", ":");
}

/** The state whose undo stands at a place of an undo lane. */
export function stateOfUndoNode(node: string): string {
  return node.replaceAll(":", ".");
}

/** Target of a transition: a place of a scope, such as its lane `undoing`. */
export function nodeOf(scope: string, place: string): string {
  return `#${scopeNode(scope)}.${place}`;
}

/** Target of a transition: a state, or the end of its scope when `next` is null. */
export function stateNode(scope: string, next: string | null): string {
  return next === null ? nodeOf(scope, "finishing") : nodeOf(scope, `forward.${localName(next)}`);
}

/** Target of a transition: a place inside a state. */
export function insideNode(state: string, place: string): string {
  return `${stateNode(scopeOf(state), state)}.${place}`;
}

function scopeNode(scope: string): string {
  if (scope === "") return ROOT;
  const block = blockOf(scope);

  return `${scopeNode(scopeOf(block))}.forward.${localName(block)}.running.${localName(scope)}`;
}
