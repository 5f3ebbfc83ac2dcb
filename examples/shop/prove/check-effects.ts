import type { Effect } from "./holdings.ts";

/** What is wrong with the effects of one saga, which come in the order they happened. */
export function checkEffects(effects: readonly Effect[]): readonly string[] {
  return [...findTwice(effects), ...findDisorder(effects)];
}

/** K4. */
function findTwice(effects: readonly Effect[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const effect of effects) counts.set(nameOf(effect), (counts.get(nameOf(effect)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1).map(([name, count]) => `${name} took effect ${count} times`);
}

/** K5. */
function findDisorder(effects: readonly Effect[]): readonly string[] {
  const actions = effects.filter(({ kind }) => kind === "action").map(visitOf);
  const undos = effects.filter(({ kind }) => kind === "undo").map(visitOf);
  const expected = actions.filter((visit) => undos.includes(visit)).toReversed();
  const isInOrder = undos.length === expected.length && undos.every((visit, index) => visit === expected[index]);
  return isInOrder ? [] : [`undone in the order ${undos.join(", ")} instead of ${expected.join(", ")}`];
}

function nameOf({ operation, state, visit, kind }: Effect): string {
  return `${operation} (${kind} of ${state}#${visit})`;
}

function visitOf({ state, visit }: Effect): string {
  return `${state}#${visit}`;
}
