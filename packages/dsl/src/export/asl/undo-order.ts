import type { ChartState, Scope } from "../../model/chart.ts";

/** What may have to be undone where a state is entered, last completed first. */
export interface UndoOrder {
  /** In reverse order of completion. `isCertain`: done on every way here. */
  readonly before: (state: string) => readonly { readonly name: string; readonly isCertain: boolean }[];
  /** Whether a pivot has succeeded on every way here. */
  readonly isPastPivot: (state: string) => boolean;
  /** Those that are not certain somewhere: the machine has to remember whether they are done. */
  readonly remembered: ReadonlySet<string>;
}

/** What is known of the states of a scope. */
export interface UndoFacts {
  readonly hasUndo: (state: ChartState) => boolean;
  readonly isPivot: (state: ChartState) => boolean;
  /** Whether the state may be passed without being done. */
  readonly isOptional: (state: ChartState) => boolean;
  /** The states a `compensate` undoes; null: all. */
  readonly only: (state: ChartState) => readonly string[] | null;
}

interface Stack {
  readonly may: ReadonlySet<string>;
  readonly must: ReadonlySet<string>;
  readonly isPast: boolean;
}

/** Follows every way through a scope with the undos it has gathered. A pivot leaves nothing to undo. */
export function undoOrder(scope: Scope, facts: UndoFacts): UndoOrder {
  const entry = new Map<string, Stack>([[scope.start, { may: new Set(), must: new Set(), isPast: false }]]);
  const open = [scope.start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = scope.states.get(name);
    const stack = entry.get(name);
    if (state === undefined || stack === undefined) continue;
    for (const edge of state.edges) {
      const next = joined(entry.get(edge.to), after(stack, state, { facts, kind: edge.kind }));
      if (isSame(entry.get(edge.to), next)) continue;
      entry.set(edge.to, next);
      open.push(edge.to);
    }
  }

  const order = completionOrder(scope);
  const before: UndoOrder["before"] = (state) => {
    const { may, must } = entry.get(state) ?? { may: new Set<string>(), must: new Set<string>() };
    return order.filter((name) => may.has(name)).map((name) => ({ name, isCertain: must.has(name) }));
  };
  const remembered = [...scope.states.keys()].flatMap((state) => before(state).filter(({ isCertain }) => !isCertain));
  return { before, isPastPivot: (state) => entry.get(state)?.isPast ?? false, remembered: new Set(remembered.map(({ name }) => name)) };
}

interface Leaving {
  readonly facts: UndoFacts;
  readonly kind: ChartState["edges"][number]["kind"];
}

function after(stack: Stack, state: ChartState, { facts, kind }: Leaving): Stack {
  if (kind === "catchCompensate") return { ...stack, may: new Set(), must: new Set() };
  if (kind === "catch" || kind === "timeout") return stack;
  if (state.type === "compensate") {
    const only = facts.only(state);
    const without = (names: ReadonlySet<string>): ReadonlySet<string> =>
      new Set(only === null ? [] : [...names].filter((name) => !only.includes(name)));
    return { ...stack, may: without(stack.may), must: without(stack.must) };
  }
  if (facts.isPivot(state)) return { may: new Set(), must: new Set(), isPast: true };
  if (!facts.hasUndo(state)) return stack;

  const must = facts.isOptional(state) ? stack.must : new Set([...stack.must, state.name]);
  return { ...stack, may: new Set([...stack.may, state.name]), must };
}

function joined(known: Stack | undefined, next: Stack): Stack {
  if (known === undefined) return next;

  return {
    may: new Set([...known.may, ...next.may]),
    must: new Set([...known.must].filter((name) => next.must.has(name))),
    isPast: known.isPast && next.isPast,
  };
}

function isSame(known: Stack | undefined, next: Stack): boolean {
  return known !== undefined && known.may.size === next.may.size && known.must.size === next.must.size && known.isPast === next.isPast;
}

/** States by how late they can be done, the latest first: a depth-first walk from the start, as it is left. */
function completionOrder(scope: Scope): readonly string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const open: { readonly name: string; readonly isLeft: boolean }[] = [{ name: scope.start, isLeft: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.isLeft) order.push(next.name);
    if (next.isLeft || seen.has(next.name)) continue;

    seen.add(next.name);
    open.push({ name: next.name, isLeft: true });
    for (const edge of scope.states.get(next.name)?.edges ?? []) if (!seen.has(edge.to)) open.push({ name: edge.to, isLeft: false });
  }
  return order;
}
