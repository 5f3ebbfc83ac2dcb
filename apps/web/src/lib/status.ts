import type { AttentionReason, SagaStatus, SagaSummary, StepStatus, UndoStatus } from "@skald/shared";
import { type Face, faceIn } from "./faces.ts";

/** The face of each saga status. A new status does not compile until it has one. */
export const SAGA_STATUS = {
  running: { word: "Running", icon: "arc", tone: "run" },
  waiting: { word: "Waiting", icon: "hourglass", tone: "wait" },
  paused: { word: "Paused", icon: "bars", tone: "idle" },
  compensating: { word: "Undoing", icon: "undoArc", tone: "undo" },
  suspended: { word: "Needs a person", icon: "exclamation", tone: "bad" },
  completed: { word: "Completed", icon: "check", tone: "ok" },
  compensated: { word: "Rolled back", icon: "undone", tone: "undo" },
  failed: { word: "Failed, nothing to undo", icon: "cross", tone: "bad" },
  terminated: { word: "Closed by operator", icon: "stop", tone: "idle" },
} as const satisfies Record<SagaStatus, Face>;

/** The face of each reason for which a person is needed, or may soon be. */
export const ATTENTION = {
  undo_failed: { word: "Rollback incomplete", icon: "undoBroken", tone: "bad", severity: 1 },
  stuck_forward: { word: "Stuck after pivot", icon: "exclamation", tone: "bad", severity: 2 },
  outcome_unknown: { word: "Outcome unknown", icon: "question", tone: "bad", severity: 2 },
  heuristic_mixed: { word: "Mixed outcome", icon: "split", tone: "bad", severity: 1 },
  poisoned: { word: "Parked: internal error", icon: "parked", tone: "bad", severity: 2 },
  child: { word: "Child needs a person", icon: "child", tone: "bad", severity: 2 },
  limit: { word: "Parked: journal is full", icon: "parked", tone: "bad", severity: 2 },
  deadline: { word: "Out of time", icon: "clock", tone: "bad", severity: 3 },
  in_doubt: { word: "In doubt, retrying", icon: "question", tone: "wait", severity: 3 },
} as const satisfies Record<AttentionReason, Face & { readonly severity: number }>;

/** The face of what a visit of a step has come to. */
export const STEP_STATUS = {
  pending: { word: "Not started", icon: "hollow", tone: "idle" },
  running: { word: "Running", icon: "arc", tone: "run" },
  backoff: { word: "Retrying soon", icon: "hourglass", tone: "wait" },
  waiting: { word: "Waiting", icon: "hourglass", tone: "wait" },
  succeeded: { word: "Succeeded", icon: "check", tone: "ok" },
  failed: { word: "Failed", icon: "cross", tone: "bad" },
  unknown: { word: "Outcome unknown", icon: "question", tone: "bad" },
  skipped: { word: "Skipped", icon: "dash", tone: "idle" },
  notTaken: { word: "Not taken", icon: "dash", tone: "idle" },
} as const satisfies Record<StepStatus, Face>;

/** The face of what the undo of a visit has come to. */
export const UNDO_STATUS = {
  none: { word: "Nothing to undo", icon: "dash", tone: "idle" },
  pending: { word: "Not undone yet", icon: "hollow", tone: "undo" },
  running: { word: "Undoing", icon: "undoArc", tone: "undo" },
  backoff: { word: "Retrying undo soon", icon: "hourglass", tone: "wait" },
  undone: { word: "Undone", icon: "undone", tone: "undo" },
  undoFailed: { word: "Undo failed", icon: "undoBroken", tone: "bad" },
  waived: { word: "Waived", icon: "dash", tone: "idle" },
} as const satisfies Record<UndoStatus, Face>;

type Described = Pick<SagaSummary, "status" | "attention" | "progress" | "held" | "waived" | "current">;

/** What a saga's badge says: the status of the API in the words of the console. */
export function describeSaga(saga: Described): Face {
  if (saga.status === "suspended") return suspendedFace(saga);
  if (saga.attention?.reason === "deadline") return { word: "Late, still going forward", icon: "clock", tone: "wait" };
  if (saga.attention?.reason === "in_doubt") return ATTENTION.in_doubt;

  const face = faceIn(SAGA_STATUS, saga.status);
  return { ...face, word: detailedWord(saga) ?? face.word };
}

function suspendedFace(saga: Described): Face {
  const reason = saga.attention?.reason;
  return reason === undefined ? SAGA_STATUS.suspended : faceIn(ATTENTION, reason);
}

function detailedWord(saga: Described): string | null {
  const { undone, toUndo } = saga.progress;
  if (saga.status === "compensating" && toUndo > 0) return `Undoing ${Math.min(undone + 1, toUndo)} of ${toUndo}`;
  if (saga.status === "completed" && saga.held) return "Completed, held by its parent";
  if (saga.status === "compensated" && saga.waived.length > 0) return `Rolled back, ${saga.waived.length} waived`;

  return null;
}
