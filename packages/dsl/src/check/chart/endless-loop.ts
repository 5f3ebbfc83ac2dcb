import type { Chart, ChartState, Scope } from "../../model/chart.ts";
import type { Check } from "../check.ts";

// These take no time and ask nobody: a loop of them alone never ends.
const INSTANT = new Set(["switch", "set", "compensate", "emit", "succeed", "fail"]);

/** Every loop passes a wait, a task, or something else that takes time. */
export const endlessLoop: Check = ({ chart, places }, report) => {
  const calm = blocksThatTakeTime(chart);
  for (const scope of chart.scopes) {
    for (const state of loopsOf(scope, calm)) {
      report({
        code: "ENDLESS_LOOP",
        at: places.keySpanOf(state.path),
        message: `From "${state.name}" a way leads back to it without a wait or a task.`,
      });
    }
  }
};

/** Blocks inside which, however deep, something takes time. */
function blocksThatTakeTime(chart: Chart): ReadonlySet<ChartState> {
  const calm = new Set<ChartState>();
  // From the inside outwards: a block takes time when one inside it does.
  for (const { outer, states } of chart.scopes.toReversed()) {
    const block = outer?.scope.states.get(outer.block);
    if (block !== undefined && [...states.values()].some((state) => takesTime(state, calm))) calm.add(block);
  }
  return calm;
}

function takesTime(state: ChartState, calm: ReadonlySet<ChartState>): boolean {
  return state.type === "parallel" || state.type === "forEach" ? calm.has(state) : !INSTANT.has(state.type);
}

type Ways = ReadonlyMap<string, readonly string[]>;

// One state for each loop, the first in the document: states that lead to each other are one loop (Kosaraju: what is
// left last going onward is joined with whatever leads to it going backward).
function loopsOf(scope: Scope, calm: ReadonlySet<ChartState>): readonly ChartState[] {
  const instant = [...scope.states.values()].filter((state) => !takesTime(state, calm));
  const onward: Ways = new Map(instant.map((state) => [state.name, state.edges.map((edge) => edge.to)]));
  const backward = reversed(onward);
  const seen = new Set<string>();
  const left = [...onward.keys()].flatMap((name) => walk(name, onward, seen));
  const joined = new Set<string>();
  const loops = left.toReversed().flatMap((name) => {
    const together = walk(name, backward, joined);
    return together.length > 1 || onward.get(name)?.includes(name) === true ? [new Set(together)] : [];
  });
  const loopOf = new Map(loops.flatMap((loop) => [...loop].map((name) => [name, loop] as const)));
  const told = new Set<ReadonlySet<string>>();

  return instant.filter(({ name }) => {
    const loop = loopOf.get(name);
    if (loop === undefined || told.has(loop)) return false;
    told.add(loop);
    return true;
  });
}

function reversed(onward: Ways): Ways {
  const backward = new Map([...onward.keys()].map((name): [string, string[]] => [name, []]));
  for (const [name, targets] of onward) for (const to of targets) backward.get(to)?.push(name);

  return backward;
}

// States that can be reached and were not seen before, each after those it leads to. States that take time end a way.
function walk(start: string, ways: Ways, seen: Set<string>): readonly string[] {
  const left: string[] = [];
  const stack: { readonly name: string; next: number }[] = [];
  const enter = (name: string): void => {
    if (seen.has(name) || !ways.has(name)) return;
    seen.add(name);
    stack.push({ name, next: 0 });
  };

  enter(start);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const to = ways.get(frame.name)?.[frame.next];
    frame.next += 1;
    if (to !== undefined) enter(to);
    else {
      left.push(frame.name);
      stack.pop();
    }
  }
  return left;
}
