import { requireKnown } from "../../require-known.ts";
import type { Deliberation } from "../deliberation.ts";
import { emitUndo } from "../states/emit.ts";
import { nextUndoOf } from "./undo-order.ts";

/** Begins the undo of a state that is not undone by a call: an event takes it back, or its members undo themselves, one after the other. */
export function beginUndo(d: Deliberation, path: string): void {
  const state = d.definition.states[path];
  if ((state?.type !== "emit" && state?.type !== "listen") || state.compensate?.kind !== "emit") return;

  emitUndo(d, requireKnown(nextUndoOf(d.saga.context, path), "undo"), state.compensate.event);
}
