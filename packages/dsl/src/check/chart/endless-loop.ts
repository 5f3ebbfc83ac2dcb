import type { ChartState, Scope } from "../../model/chart.ts";
import type { Check } from "../check.ts";

// These take no time and ask nobody: a loop of them alone never ends.
const INSTANT = new Set(["switch", "set", "compensate"]);

/** Every loop passes a wait, a task, or something else that takes time. */
export const endlessLoop: Check = ({ chart, places }, report) => {
  for (const scope of chart.scopes) {
    for (const state of loopsOf(scope)) {
      report({
        code: "ENDLESS_LOOP",
        at: places.keySpanOf(state.path),
        message: `From "${state.name}" a way leads back to it without a wait or a task.`,
      });
    }
  }
};

type Ways = ReadonlyMap<string, readonly string[]>;

// One state for each loop, the first in the document: states that lead to each other are one loop.
function loopsOf(scope: Scope): readonly ChartState[] {
  const instant = [...scope.states.values()].filter((state) => INSTANT.has(state.type));
  const onward: Ways = new Map(instant.map((state) => [state.name, state.edges.map((edge) => edge.to)]));
  const backward = reversed(onward);
  const told = new Set<string>();

  return instant.filter(({ name }) => {
    if (told.has(name)) return false;
    const ahead = reachFrom(name, onward);
    if (!ahead.has(name)) return false;

    for (const member of reachFrom(name, backward)) if (ahead.has(member)) told.add(member);
    return true;
  });
}

function reversed(onward: Ways): Ways {
  const backward = new Map([...onward.keys()].map((name): [string, string[]] => [name, []]));
  for (const [name, targets] of onward) for (const to of targets) backward.get(to)?.push(name);

  return backward;
}

// What can be reached by at least one step; states that take time end a way.
function reachFrom(name: string, ways: Ways): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...(ways.get(name) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next) || !ways.has(next)) continue;
    seen.add(next);
    open.push(...(ways.get(next) ?? []));
  }
  return seen;
}
