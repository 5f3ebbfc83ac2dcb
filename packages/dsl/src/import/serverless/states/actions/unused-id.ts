import type { Scoped } from "../workflow.ts";

/**
 * An id that no node has, as near to what is meant as can be. States are added one after another: an action may not
 * take the name of a state that comes later, but for that of its own.
 */
export function unusedId({ nodes, reserved }: Scoped, meant: string, own = ""): string {
  let found = meant;
  for (let number = 2; nodes.has(found) || (reserved.has(found) && found !== own); number += 1) found = `${meant} ${number}`;

  return found;
}
