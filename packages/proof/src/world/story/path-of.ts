import type { Entry } from "@skald/kernel";

/** The states a journal goes through forward, in order. */
export function pathOf(entries: readonly Entry[]): readonly string[] {
  const states = entries.flatMap(({ data, type }) => (data.state === undefined || type.startsWith("undo.") ? [] : [data.state]));

  return states.filter((state, index) => state !== states[index - 1]);
}
