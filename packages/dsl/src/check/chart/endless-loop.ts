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

// Kahn's order over instant states: what is left when nothing without an unfinished way in remains, is on or behind a
// loop; trimmed from the other side too, it is on one.
function loopsOf(scope: Scope): readonly ChartState[] {
  const instant = new Map([...scope.states].filter(([, state]) => INSTANT.has(state.type)));
  const onward = new Map([...instant].map(([name, state]) => [name, state.edges.map((edge) => edge.to).filter((to) => instant.has(to))]));
  const backward = new Map([...instant.keys()].map((name): [string, string[]] => [name, []]));
  for (const [name, targets] of onward) for (const to of targets) backward.get(to)?.push(name);

  const left = trim(trim(new Set(instant.keys()), onward, backward), backward, onward);
  return oneOfEach(left, onward).flatMap((name) => instant.get(name) ?? []);
}

type Ways = ReadonlyMap<string, readonly string[]>;

function trim(names: ReadonlySet<string>, onward: Ways, backward: Ways): ReadonlySet<string> {
  const left = new Set(names);
  const count = new Map([...left].map((name) => [name, (onward.get(name) ?? []).filter((to) => left.has(to)).length]));
  const open = [...left].filter((name) => count.get(name) === 0);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    left.delete(name);
    for (const from of backward.get(name) ?? []) {
      const rest = (count.get(from) ?? 0) - 1;
      count.set(from, rest);
      if (rest === 0 && left.has(from)) open.push(from);
    }
  }
  return left;
}

// One diagnostic a loop: what the first state of it can reach is not told again.
function oneOfEach(names: ReadonlySet<string>, onward: Ways): readonly string[] {
  const told = new Set<string>();
  const firsts: string[] = [];
  for (const name of names) {
    if (told.has(name)) continue;
    firsts.push(name);
    const open = [name];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (told.has(next)) continue;
      told.add(next);
      open.push(...(onward.get(next) ?? []).filter((to) => names.has(to)));
    }
  }
  return firsts;
}
