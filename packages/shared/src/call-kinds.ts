import type { CallKind } from "./words.ts";

const FIRST_PHASES: ReadonlySet<CallKind> = new Set(["action", "prepare", "try"]);
const DECISIONS: ReadonlySet<CallKind> = new Set(["commit", "abort", "confirm", "cancel"]);
const TAKING_BACK: ReadonlySet<CallKind> = new Set(["undo", "abort", "cancel"]);

/** Whether a call is what its state is there for: the action of a task, the first phase of a participant. */
export function isFirstPhase(kind: CallKind): boolean {
  return FIRST_PHASES.has(kind);
}

/** Whether a call tells a participant what its group has decided: it is made until the participant obeys. */
export function isDecision(kind: CallKind): boolean {
  return DECISIONS.has(kind);
}

/** Whether a call takes back what an earlier one did. */
export function isTakingBack(kind: CallKind): boolean {
  return TAKING_BACK.has(kind);
}
