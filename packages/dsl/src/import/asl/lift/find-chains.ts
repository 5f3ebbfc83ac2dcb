import type { JsonObject } from "@skald/shared";
import { mustGet } from "../../../model/must-get.ts";
import { type Machine, objectsOf } from "../machine.ts";
import { soundsLikeUndo, stepUndoneBy } from "./undo-names.ts";

/** A catcher of a forward step that leads over undos to where it goes on. */
export interface Chain {
  readonly step: string;
  readonly catcher: number;
  /** In the order they run. */
  readonly undos: readonly string[];
  /** Where the chain goes on. */
  readonly end: string;
}

/** The chains of a machine, with what each undo takes back; or why they are left as they are. */
export interface Chains {
  readonly chains: readonly [Chain, ...Chain[]];
  /** The step each undo takes back. */
  readonly stepOf: ReadonlyMap<string, string>;
  /** Why nothing is lifted; null when the pattern is certain. */
  readonly doubt: string | null;
}

/** Looks for chains that undo in reverse; null when there is none. */
export function findChains({ states, start }: Machine): Chains | null {
  const ahead = (name: string): ReadonlySet<string> => reach(states, waysOn(mustGet(states, name)));
  const forward = new Set([start, ...ahead(start)]);
  const steps = [...forward].filter((name) => mustGet(states, name)["Type"] === "Task");
  const stepOf = new Map<string, string>();
  const [first, ...others] = steps.flatMap((step) => chainsOf(step, { states, forward, steps, stepOf }));
  if (first === undefined) return null;
  const chains: Chains["chains"] = [first, ...others];

  return { chains, stepOf, doubt: doubtOf({ states, forward, chains, stepOf, ahead, steps }) };
}

type States = ReadonlyMap<string, JsonObject>;

interface Reading {
  readonly states: States;
  readonly forward: ReadonlySet<string>;
  readonly steps: readonly string[];
  readonly stepOf: Map<string, string>;
}

function chainsOf(step: string, { states, forward, steps, stepOf }: Reading): readonly Chain[] {
  return objectsOf(mustGet(states, step)["Catch"]).flatMap((catcher, index): readonly Chain[] => {
    const undos: string[] = [];
    let at = String(catcher["Next"]);
    for (
      let state = mustGet(states, at);
      state["Type"] === "Task" && !forward.has(at) && !undos.includes(at);
      state = mustGet(states, at)
    ) {
      const undone = stepUndoneBy(at, steps);
      if (undone === undefined || typeof state["Next"] !== "string") break;
      stepOf.set(at, undone);
      undos.push(at);
      at = state["Next"];
    }
    return undos.length === 0 ? [] : [{ step, catcher: index, undos, end: at }];
  });
}

interface Judging extends Reading {
  readonly chains: readonly Chain[];
  readonly ahead: (name: string) => ReadonlySet<string>;
}

function doubtOf({ states, forward, chains, stepOf, ahead, steps }: Judging): string | null {
  const undone = new Map<string, string>();
  for (const [undo, step] of stepOf) {
    const other = undone.get(step);
    if (other !== undefined) return `"${undo}" and "${other}" both seem to undo "${step}"`;
    undone.set(step, undo);
  }
  for (const chain of chains) {
    const doubt = doubtAboutChain(chain, { stepOf, ahead, undone }) ?? doubtAboutEnd(chain, forward);
    if (doubt !== null) return doubt;
  }
  for (const [name, state] of states) {
    const led = waysOn(state).find((to) => stepOf.has(to) && !stepOf.has(name));
    if (led !== undefined) return `"${name}" leads to "${led}" without a failure`;
  }
  const looping = steps.find((step) => undone.has(step) && ahead(step).has(step));
  if (looping !== undefined) return `"${looping}" stands in a loop`;
  const strange = [...states.keys()].find(
    (name) =>
      !forward.has(name) &&
      soundsLikeUndo(name) &&
      !stepOf.has(name) &&
      mustGet(states, name)["Type"] === "Task" &&
      isInChains(name, chains, states),
  );

  return strange === undefined ? null : `it is not certain what "${strange}" undoes`;
}

// A chain undoes exactly what was done before its step, latest first; its own step may be among it.
function doubtAboutChain(
  { step, undos }: Chain,
  {
    stepOf,
    ahead,
    undone,
  }: { readonly stepOf: ReadonlyMap<string, string>; readonly ahead: Judging["ahead"]; readonly undone: ReadonlyMap<string, string> },
): string | null {
  const order = undos.map((undo) => mustGet(stepOf, undo));
  for (const [index, later] of order.entries()) {
    if (later !== step && !ahead(later).has(step)) return `"${step}" leads to "${undos[index]}", but "${later}" does not run before it`;
    const earlier = order[index + 1];
    if (earlier !== undefined && !ahead(earlier).has(later))
      return `"${undos[index]}" and "${undos[index + 1]}" do not run in reverse order`;
  }
  const missing = [...undone.keys()].find((each) => each !== step && ahead(each).has(step) && !order.includes(each));

  return missing === undefined ? null : `a failure of "${step}" does not undo "${missing}"`;
}

function doubtAboutEnd({ end, step }: Chain, forward: ReadonlySet<string>): string | null {
  return forward.has(end) ? `the chain of "${step}" leads back to "${end}", where no failure has to be` : null;
}

function isInChains(name: string, chains: readonly Chain[], states: States): boolean {
  return chains.some(({ end }) => end === name || reach(states, waysOn(mustGet(states, end))).has(name));
}

function waysOn(state: JsonObject): readonly string[] {
  const choices = objectsOf(state["Choices"]).map((choice) => choice["Next"]);

  return [state["Next"], state["Default"], ...choices].filter((to) => typeof to === "string");
}

function reach(states: States, from: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...waysOn(mustGet(states, name)));
  }
  return seen;
}
