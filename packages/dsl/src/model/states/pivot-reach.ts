import { isOwnPivot, referenceText } from "../children/child-summary.ts";
import type { ResolvedChildren } from "../children/resolve-children.ts";
import { edgesOf } from "../edges.ts";
import type { ResolvedServices } from "../resolve.ts";
import type { SagaModel, StateModel } from "../saga-model.ts";

/** Everything a saga names that lies in other documents. */
export interface Resolved {
  readonly services: ResolvedServices;
  readonly children: ResolvedChildren;
}

/** Which states at the top may be entered before a pivot succeeded, and which after. A state can be both. */
export interface PivotReach {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/** Whether the success of a state closes the way back: a task, a group, or a child that can pass a pivot (R14, R15). */
export function isPivot(state: StateModel, { services, children }: Resolved): boolean {
  if (state.type === "saga") return children.get(referenceText(state.saga))?.canPassPivot ?? false;

  return isOwnPivot(state, services);
}

/**
 * Follows every path with the knowledge whether a pivot has succeeded on it. `isClosing` tells whether the success of a
 * state closes the way back; a refused pivot closes nothing.
 */
export function pivotReach(saga: SagaModel, isClosing: (state: StateModel) => boolean): PivotReach {
  const states = new Map(saga.states.map((state) => [state.name, state]));
  const reach = { before: new Set<string>(), after: new Set<string>() };
  const open: { readonly name: string; readonly passed: boolean }[] = [{ name: saga.start, passed: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { name, passed } = next;
    const state = states.get(name);
    const seen = passed ? reach.after : reach.before;
    if (state === undefined || seen.has(name)) continue;

    seen.add(name);
    const closes = isClosing(state);
    for (const edge of edgesOf(state)) open.push({ name: edge.to, passed: passed || (closes && edge.kind === "next") });
  }
  return reach;
}
