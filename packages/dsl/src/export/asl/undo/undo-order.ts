import { type Edge, edgesOf } from "../../../model/edges.ts";
import type { ScopeModel, StateModel } from "../../../model/saga-model.ts";

/** What may have to be undone where a state is entered, last completed first. */
export interface UndoOrder {
  readonly before: (state: string) => readonly UndoLink[];
  /** Whether a pivot has succeeded on the ways here: on every one, on some, or on none. */
  readonly pastPivot: (state: string) => "always" | "sometimes" | "never";
  /** Those that are not certain somewhere: the machine has to remember whether they are done. */
  readonly remembered: ReadonlySet<string>;
}

/** One undo of a chain. `isCertain`: done on every way here. */
export interface UndoLink {
  readonly name: string;
  readonly isCertain: boolean;
}

/** What is known of the states of a scope. */
export interface UndoFacts {
  readonly hasUndo: (state: StateModel) => boolean;
  readonly isPivot: (state: StateModel) => boolean;
  /** Whether a pivot has succeeded before the scope is entered. */
  readonly isPastPivot: boolean;
}

interface Stack {
  readonly may: ReadonlySet<string>;
  readonly must: ReadonlySet<string>;
  readonly mayBePast: boolean;
  readonly isPast: boolean;
}

const NONE: ReadonlySet<string> = new Set();

/** Follows every way through a scope with the undos it has gathered. A pivot leaves nothing to undo. */
export function undoOrder(scope: ScopeModel, facts: UndoFacts): UndoOrder {
  const states = new Map(scope.states.map((state) => [state.name, state]));
  const begin: Stack = { may: NONE, must: NONE, mayBePast: facts.isPastPivot, isPast: facts.isPastPivot };
  const entry = new Map([[scope.start, begin]]);
  const open: (readonly [name: string, stack: Stack])[] = [[scope.start, begin]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [name, stack] = next;
    const state = states.get(name);
    for (const edge of state === undefined ? [] : edgesOf(state).map(({ to, kind }) => ({ to, kind, state }))) {
      const known = entry.get(edge.to);
      const reached = joined(known, after(stack, edge, facts));
      if (isSame(known, reached)) continue;
      entry.set(edge.to, reached);
      open.push([edge.to, reached]);
    }
  }

  const order = completionOrder(scope.start, states);
  const stackAt = (state: string): Stack => entry.get(state) ?? begin;
  const before: UndoOrder["before"] = (state) => {
    const { may, must } = stackAt(state);
    return order.filter((name) => may.has(name)).map((name) => ({ name, isCertain: must.has(name) }));
  };
  const remembered = [...states.keys()].flatMap((state) => before(state).filter(({ isCertain }) => !isCertain));
  return {
    before,
    pastPivot: (state) => pastness(stackAt(state)),
    remembered: new Set(remembered.map(({ name }) => name)),
  };
}

function pastness({ isPast, mayBePast }: Stack): ReturnType<UndoOrder["pastPivot"]> {
  if (isPast) return "always";

  return mayBePast ? "sometimes" : "never";
}

interface Leaving {
  readonly state: StateModel;
  readonly kind: Edge["kind"];
}

function after(stack: Stack, { state, kind }: Leaving, { isPivot, hasUndo }: UndoFacts): Stack {
  if (kind === "catchCompensate") return { ...stack, may: NONE, must: NONE };
  if (kind === "catch" || kind === "timeout" || stack.isPast) return stack;
  if (state.type === "compensate") {
    const without = (names: ReadonlySet<string>): ReadonlySet<string> => new Set([...names].filter((name) => !isChosen(state.only, name)));
    return { ...stack, may: without(stack.may), must: without(stack.must) };
  }
  if (isPivot(state)) return { may: NONE, must: NONE, mayBePast: true, isPast: true };
  if (!hasUndo(state)) return stack;

  // An optional state may be passed without being done.
  const must = state.type === "task" && state.optional ? stack.must : new Set([...stack.must, state.name]);
  return { ...stack, may: new Set([...stack.may, state.name]), must };
}

/** Whether `compensate` undoes a state: all of them where it names none. */
export function isChosen(only: readonly string[] | null, name: string): boolean {
  return only === null || only.includes(name);
}

function joined(known: Stack | undefined, next: Stack): Stack {
  if (known === undefined) return next;

  return {
    may: new Set([...known.may, ...next.may]),
    must: new Set([...known.must].filter((name) => next.must.has(name))),
    mayBePast: known.mayBePast || next.mayBePast,
    isPast: known.isPast && next.isPast,
  };
}

function isSame(known: Stack | undefined, next: Stack): boolean {
  const size = ({ may, must, mayBePast, isPast }: Stack): string => [may.size, must.size, mayBePast, isPast].join(" ");

  return known !== undefined && size(known) === size(next);
}

/** States by how late they can be done, the latest first: a depth-first walk from the start, as it is left. */
function completionOrder(start: string, states: ReadonlyMap<string, StateModel>): readonly string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const open: { readonly name: string; readonly isLeft: boolean }[] = [{ name: start, isLeft: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.isLeft) order.push(next.name);
    const state = states.get(next.name);
    if (next.isLeft || state === undefined || seen.has(next.name)) continue;

    seen.add(next.name);
    open.push({ name: next.name, isLeft: true });
    open.push(...edgesOf(state).map(({ to }) => ({ name: to, isLeft: false })));
  }
  return order;
}
