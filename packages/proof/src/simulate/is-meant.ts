import { stateIn } from "../world/family.ts";

/** The place of a member: the visit of its block, and the item. */
const PLACE = /#\d+(?:\[\d+\])?/g;

/** Whether a line of a script is about a state of a saga of the family: by its whole name, or by that of all items and visits, `each.pack`. */
export function isMeant(line: { readonly state: string }, { key, state }: { readonly key: string; readonly state: string }): boolean {
  const name = stateIn(key.replaceAll("/", "."), state);

  return line.state === name || line.state === name.replaceAll(PLACE, "");
}
