import type { ScopeWriter } from "./machine.ts";
import { textOf } from "./words/values.ts";

/**
 * What tells a repeated call from a new one: the execution, the state, and when the state was entered. A retry stays in
 * the state, another visit enters it again.
 */
export function callKey(writer: ScopeWriter, state: string, suffix: string): string {
  const parts = [
    "$states.context.Execution.Name",
    ...trailOf(writer),
    JSON.stringify(`/${state}${suffix}#`),
    "$states.context.State.EnteredTime",
  ];

  return `{% ${textOf(parts)} %}`;
}

/** What stands before the states of a scope, as JSONata: blocks by name, items by their index. */
function trailOf({ place }: ScopeWriter): readonly string[] {
  return place.outer === null ? [] : [...trailOf(place.outer.writer), ...place.outer.trail];
}
