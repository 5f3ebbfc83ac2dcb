import type { Scope } from "../../model/chart.ts";

/** States that are reached only through a catch: there `error` may be read. */
export function statesWithError(scope: Scope): ReadonlySet<string> {
  const everywhere = reachable(scope, () => true);
  const withoutCatch = reachable(scope, (kind) => kind !== "catch" && kind !== "catchCompensate");

  return new Set([...everywhere].filter((name) => !withoutCatch.has(name)));
}

/** States that can be entered from the start along the edges that count. */
export function reachable(scope: Scope, counts: (kind: string) => boolean): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [scope.start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = scope.states.get(name);
    if (state === undefined || seen.has(name)) continue;

    seen.add(name);
    for (const edge of state.edges) if (counts(edge.kind)) open.push(edge.to);
  }
  return seen;
}
