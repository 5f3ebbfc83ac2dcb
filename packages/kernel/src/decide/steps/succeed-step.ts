import { type CompiledTask, scopeOf, stateMove } from "@skald/dsl";
import type { EntryData } from "../../types/entry.ts";
import type { Deliberation } from "../deliberation.ts";
import { leaveTurning } from "../undo/leave-turning.ts";

/**
 * Registers a success: the undo on the stack in the same entry (R1), the pivot's seal (R8), and the way on.
 * A saga that wants to turn back does so here, unless the pivot just closed the way (R10).
 */
export function succeedStep(d: Deliberation, task: CompiledTask, facts: EntryData): void {
  const { context } = d.saga;
  const pivot = task.kind === "pivot";
  const undoable = task.compensate !== null && !pivot && context.pivotPassed === null;
  const registers: EntryData = { ...(undoable ? { undo: "done" } : {}), ...(pivot ? { pivot: true } : {}) };
  const type = facts.happened === undefined ? "step.succeeded" : "verify.answered";
  const isTurning = context.turning[scopeOf(task.name)] !== undefined;
  if (isTurning && !pivot) return leaveTurning(d, task.name, type, { ...facts, ...registers });

  const kept = isTurning ? { turning: null, why: "no effect: the pivot succeeded" } : {};
  d.record(type, { ...facts, ...registers, ...kept, move: stateMove(task.name, "succeeded") });
}
