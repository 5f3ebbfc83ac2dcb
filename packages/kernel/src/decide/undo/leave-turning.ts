import { laneMove, scopeOf } from "@skald/dsl";
import { requireKnown } from "../../require-known.ts";
import type { EntryData, EntryType } from "../../types/entry.ts";
import type { Deliberation } from "../deliberation.ts";

/**
 * Leaves a state of a scope that turns, now that nothing of the state is under way: the saga begins to undo,
 * a branch comes to rest and its block decides.
 */
export function leaveTurning(d: Deliberation, state: string, type: EntryType, facts: EntryData): void {
  const scope = scopeOf(state);
  if (scope !== "") return stopBranch(d, scope, type, facts);

  const turning = requireKnown(d.saga.context.turning[""], "way back");
  const cause = requireKnown(turning.cause, "cause");
  const undoing = requireKnown(turning.undoing, "way back");
  d.record(type, { ...facts, cause, undoing, turning: null, move: laneMove("", "unwind") });
}

/** A branch comes to rest before its end. */
export function stopBranch(d: Deliberation, branch: string, type: EntryType, facts: EntryData): void {
  d.record(type, { ...facts, scope: branch, branch: "stopped", move: laneMove(branch, "stopped") });
}
