import { stateMove } from "@skald/dsl";
import { undoScopeOf } from "../chart/place.ts";
import type { Deliberation } from "../deliberation.ts";
import { emitUndo } from "../states/emit.ts";

/** Begins the undo of a state that is not undone by a call: an event takes it back, or its members undo themselves, one after the other. */
export function beginUndo(d: Deliberation, path: string): void {
  if (undoScopeOf(d.saga, path) === null) return;
  const members = d.saga.context.members[path];
  const undo = d.saga.context.undo.findLast((one) => one.state === path && one.setAside !== true);
  const state = d.definition.states[path];
  if (undo !== undefined && (state?.type === "emit" || state?.type === "listen") && state.compensate?.kind === "emit")
    return emitUndo(d, undo, state.compensate.event);
  if (members !== undefined && members.completed.length > 0) return;

  d.record("undo.succeeded", { state: path, visit: undo?.visit ?? 1, move: stateMove(path, "undo/succeeded") });
}
