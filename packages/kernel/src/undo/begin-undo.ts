import { stateMove } from "@skald/dsl";
import { undoScopeOf } from "../chart/place.ts";
import type { Deliberation } from "../deliberation.ts";

/** Begins the undo of a state that is not undone by a call: its members undo themselves, one after the other. */
export function beginUndo(d: Deliberation, path: string): void {
  if (undoScopeOf(d.saga, path) === null) return;
  const members = d.saga.context.members[path];
  const visit = d.saga.context.undo.findLast((one) => one.state === path && one.setAside !== true)?.visit ?? 1;
  if (members !== undefined && members.completed.length > 0) return;

  d.record("undo.succeeded", { state: path, visit, move: stateMove(path, "undo/succeeded") });
}
