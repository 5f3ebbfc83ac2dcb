import { scopeOf } from "@skald/dsl";
import { isDecision } from "@skald/shared";
import type { Happening } from "../world/happening.ts";
import type { Position } from "../world/position.ts";

/**
 * Happenings without those that can wait. Once a group has decided, nobody can change its mind and each participant is
 * told until it obeys: in whatever order they answer, the same comes of it. So they are heard one after the other,
 * which leaves the sum of their ways to look at instead of the product. The last answer, the one the group goes on
 * with, is never left out, because it is then the first. (A persistent set in the sense of Godefroid, 1996.)
 */
export function oneAtATime(all: readonly Happening[], position: Position): readonly Happening[] {
  const first = new Map<string, string>();

  return all.filter((happening) => {
    const state = toldOf(happening, position);
    if (state === null) return true;
    const group = `${happening.key} ${scopeOf(state)}`;
    const known = first.get(group) ?? state;
    first.set(group, known);
    return known === state;
  });
}

/** The participant a happening tells what its group has decided; null when it is about something else. */
function toldOf(happening: Happening, { family }: Position): string | null {
  if (happening.kind === "awaited") return null;
  const call = happening.kind === "call" ? happening.call : family[happening.key]?.saga.context.backoff[happening.name];

  return call !== undefined && isDecision(call.kind) ? call.state : null;
}
