import { isWithin } from "@skald/dsl";
import type { SagaContext, Selection, UndoEntry } from "../../types/saga.ts";

/** What a selection of the undo stack still holds, in the order it will be undone: last completed, first undone (R6). */
export function undoSelection(context: SagaContext, { since, within, doubts }: Selection): readonly UndoEntry[] {
  return context.undo
    .filter((one) => one.pushedAt >= since && (doubts !== true || one.outcome === "unknown"))
    .filter((one) => within.length === 0 || within.some((place) => isWithin(one.state, place)))
    .reverse();
}

/** The visit of a state that would be undone next: the latest whose undo has not given up. */
export function nextUndoOf({ undo }: SagaContext, state: string): UndoEntry | undefined {
  return undo.findLast((one) => one.state === state && one.setAside !== true);
}

/** What is being undone, or would be if the saga turned back now, in that order. */
export function undoOrder(context: SagaContext): readonly UndoEntry[] {
  const scopes = Object.values(context.undoing);
  const wanted = context.undoing[""] ?? context.turning[""]?.undoing ?? (scopes.length === 1 ? scopes[0] : undefined);

  return undoSelection(context, wanted ?? { since: 0, within: [] });
}
