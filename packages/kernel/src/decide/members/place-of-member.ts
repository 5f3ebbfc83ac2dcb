import { requireKnown } from "../../require-known.ts";
/** The place of a member in its parent: a visit of a state, and the index of the item (0 for a child). */
export interface MemberPlace {
  readonly state: string;
  readonly visit: number;
  readonly index: number;
}

/** `loop#1[7]` for item 7 of a forEach in its first visit, `ship#2` for a child. */
export function placeOfMember({ state, visit, index }: MemberPlace, isItem: boolean): string {
  return `${state}#${visit}${isItem ? `[${index}]` : ""}`;
}

/** Reads the place of a member; null for a text that is none. */
export function parsePlace(place: string): MemberPlace | null {
  const match = /^([^#[\]]+)#(\d+)(?:\[(\d+)\])?$/.exec(place);

  return match === null ? null : { state: requireKnown(match[1], "state"), visit: Number(match[2]), index: Number(match[3] ?? 0) };
}
