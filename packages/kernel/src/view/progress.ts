import type { CompiledSaga, CompiledState } from "@skald/dsl";
import { placeOf } from "../chart/place.ts";
import type { Saga, SagaRow } from "../types/saga.ts";
import { undoOrder } from "../undo/undo-order.ts";

// A memo by definition: the chart does not change, so neither do its longest paths.
const longest = new WeakMap<CompiledSaga, ReadonlyMap<string, number>>();

/** How far a saga has come. `totalSteps` is the count on the longest path still possible (semantics.md, section 2). */
export function progressOf(saga: Saga, definition: CompiledSaga): SagaRow["progress"] {
  const { context } = saga;
  const completedSteps = Object.values(context.steps).filter((step) => step.status === "succeeded" || step.status === "skipped").length;
  const completed = context.ended?.status === "completed";
  const total = completed ? completedSteps : totalSteps(saga, definition, completedSteps);
  const left = Object.keys(context.undoing).length === 0 ? 0 : undoOrder(context).length;
  const undone = context.undone.length + context.waived.length;

  return {
    percent: completed ? 100 : Math.floor((100 * completedSteps) / Math.max(total, 1)),
    completedSteps,
    totalSteps: total,
    undone,
    toUndo: undone + left,
  };
}

/** Going forward: what is done and what may still come. Going back: what the whole way would have been. */
function totalSteps(saga: Saga, definition: CompiledSaga, completedSteps: number): number {
  const place = placeOf(saga);
  if (place.lane !== "forward" || place.state === null) return Math.max(longestFrom(definition, definition.start), completedSteps);

  return completedSteps + longestFrom(definition, place.state);
}

/** States the saga may still enter, from a state on. */
export function reachable(definition: CompiledSaga, from: string | null): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = from === null ? [] : [from];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const state = definition.states[name];
    if (state === undefined || found.has(name)) continue;
    found.add(name);
    queue.push(...exits(state, true));
  }
  return found;
}

function longestFrom(definition: CompiledSaga, from: string): number {
  const known = longest.get(definition) ?? computeLongest(definition);
  longest.set(definition, known);

  return known.get(from) ?? 0;
}

/** Longest paths by depth-first search; an edge back to a state on the path is a loop and counts once. */
function computeLongest(definition: CompiledSaga): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>();
  const onPath = new Set<string>();
  const visit = (name: string): number => {
    const known = lengths.get(name);
    const state = definition.states[name];
    if (known !== undefined) return known;
    if (state === undefined || onPath.has(name)) return 0;

    onPath.add(name);
    const ahead = Math.max(0, ...exits(state, false).map(visit));
    onPath.delete(name);
    const length = ahead + stepsInside(state, visit);
    lengths.set(name, length);
    return length;
  };
  for (const name of Object.keys(definition.states)) visit(name);
  return lengths;
}

/** Steps a state counts as: itself if it has an effect, a block as its branches. */
function stepsInside(state: CompiledState, longest: (name: string) => number): number {
  if (state.type === "parallel") return Object.values(state.branches).reduce((sum, branch) => sum + longest(branch.start), 0);
  if (state.type === "forEach") return longestFrom(state.body, state.body.start);

  return hasEffect(state) ? 1 : 0;
}

/** Whether a state does something outside: these are the steps that are counted. */
function hasEffect(state: CompiledState): boolean {
  return ["task", "emit", "listen", "human", "saga", "transaction"].includes(state.type);
}

function exits(state: CompiledState, withCatch: boolean): readonly string[] {
  const catches = withCatch && "catch" in state ? state.catch.map((one) => one.next) : [];
  switch (state.type) {
    case "switch":
      return [...state.cases.map((one) => one.next), state.default];
    case "parallel":
      return [...Object.values(state.branches).flatMap((one) => (withCatch ? [one.start] : [])), ...given(state.next), ...catches];
    case "listen":
      return [...state.cases.flatMap((one) => given(one.next)), ...given(state.onTimeout), ...catches];
    case "human":
      return [...Object.values(state.outcomes), ...given(state.onTimeout), ...catches];
    case "succeed":
    case "fail":
      return [];
    default:
      return [...given(state.next), ...catches];
  }
}

function given(name: string | null): readonly string[] {
  return name === null ? [] : [name];
}
