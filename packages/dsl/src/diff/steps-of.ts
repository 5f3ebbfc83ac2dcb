import type { Json } from "@skald/shared";
import { type Chart, type ChartState, chartOf } from "../model/chart.ts";
import type { Side } from "./change.ts";
import { kindOfStep } from "./undo-of.ts";

/** A state of any scope, by the name it has in a comparison. */
export interface Step {
  readonly name: string;
  readonly json: Json;
  readonly chart: ChartState;
}

/** All states of a document of `kind: saga` in document order; those of inner scopes are called `block/branch/state`. */
export function stepsOf(document: Json): ReadonlyMap<string, Step> {
  const states = chartOf(document).scopes.flatMap((scope) => [...scope.states.values()]);

  return new Map(
    states.map((chart) => {
      const name = stepName(chart.path);
      return [name, { name, chart, json: chart.json }];
    }),
  );
}

/** The name of the state at a path: what the author named, without the fields in between. */
function stepName(path: ChartState["path"]): string {
  const names: string[] = [];
  for (let at = 0; at < path.length; at += 2) {
    // A body has no name: it is followed by its states at once.
    const isBody = path[at] === "body";
    names.push(String(isBody ? "body" : path[at + 1]));
    if (isBody) at -= 1;
  }
  return names.join("/");
}

/** The states after whose success there is no way back. */
export function pivotsOf(steps: ReadonlyMap<string, Step>, side: Side): readonly string[] {
  return [...steps.values()].filter(({ json }) => kindOfStep(json, side) === "pivot").map(({ name }) => name);
}

/** The top-level states that are entered only when a pivot has succeeded. A refused pivot closes nothing. */
export function afterPivot(document: Json, pivots: readonly string[]): ReadonlySet<string> {
  const { root }: Chart = chartOf(document);
  const before = new Set<string>();
  const after = new Set<string>();
  const open = [{ name: root.start, hasPassed: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { name, hasPassed } = next;
    const state = root.states.get(name);
    const seen = hasPassed ? after : before;
    if (state === undefined || seen.has(name)) continue;

    seen.add(name);
    const isPivot = pivots.includes(name);
    for (const edge of state.edges) open.push({ name: edge.to, hasPassed: hasPassed || (isPivot && edge.kind === "next") });
  }
  return new Set([...after].filter((name) => !before.has(name)));
}
