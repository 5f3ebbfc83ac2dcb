import { type CompiledSaga, type CompiledState, isWithin } from "@skald/dsl";
import { placeOf } from "../chart/place.ts";
import { undoOrder } from "../decide/undo/undo-order.ts";
import { requireKnown } from "../require-known.ts";
import type { Saga, SagaRow } from "../types/saga.ts";

// A memo by definition: the chart does not change, so neither do its longest paths.
const longest = new WeakMap<CompiledSaga, ReadonlyMap<string, number>>();

/** How far a saga has come. `totalSteps` is the count on the longest path still possible (semantics.md, section 2). */
export function progressOf(saga: Saga, definition: CompiledSaga): SagaRow["progress"] {
  const { context } = saga;
  const done = doneSteps(saga, definition);
  const completedSteps = sumOf(done);
  const completed = context.ended?.status === "completed";
  const total = completed ? completedSteps : Math.max(totalSteps(saga, definition, done), completedSteps);
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

type Counts = ReadonlyMap<string, number>;

/** Completed steps by the state they are counted at: one for a state with an effect, those of its settled items for a forEach. */
function doneSteps(saga: Saga, definition: CompiledSaga): Counts {
  const counts = new Map<string, number>();
  for (const [path, step] of Object.entries(saga.context.steps)) {
    const state = definition.states[path];
    if (state === undefined) continue;
    if (hasEffect(state) && (step.status === "succeeded" || step.status === "skipped")) counts.set(path, 1);
    if (state.type === "forEach")
      counts.set(path, Object.keys(saga.context.members[path]?.settled ?? {}).length * longestFrom(state.body, state.body.start));
  }
  return counts;
}

function sumOf(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** Going forward: what is done outside the state the saga stands in, and what may come from there. Going back: the whole way. */
function totalSteps(saga: Saga, definition: CompiledSaga, done: Counts): number {
  const { lane, state } = placeOf(saga);
  const items = moreItems(saga, definition);
  if (lane !== "forward" || state === null) return longestFrom(definition, definition.start) + items;

  const outside = new Map([...done].filter(([path]) => !isWithin(path, state)));
  return sumOf(outside) + longestFrom(definition, state) + (saga.context.members[state] === undefined ? 0 : items);
}

/** A forEach counts as one item until its items are known. */
function moreItems(saga: Saga, definition: CompiledSaga): number {
  return Object.entries(saga.context.members).reduce((sum, [path, { total }]) => {
    const state = definition.states[path];
    return state?.type === "forEach" ? sum + (total - 1) * longestFrom(state.body, state.body.start) : sum;
  }, 0);
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

  return requireKnown(known.get(from), "state");
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
