// The words of the product, one per concept (semantics.md, section 1). Code, API, console and
// documentation read them here.

/** What a saga is doing. The last four are terminal. */
export const SAGA_STATUSES = [
  "running",
  "waiting",
  "paused",
  "compensating",
  "suspended",
  "completed",
  "compensated",
  "failed",
  "terminated",
] as const;
export type SagaStatus = (typeof SAGA_STATUSES)[number];

/** Statuses nothing leaves. */
export const TERMINAL_STATUSES = ["completed", "compensated", "failed", "terminated"] as const satisfies readonly SagaStatus[];
export type TerminalStatus = (typeof TERMINAL_STATUSES)[number];

/** Whether a saga of this status has ended for ever. */
export function isTerminal(status: SagaStatus): status is TerminalStatus {
  return (TERMINAL_STATUSES as readonly SagaStatus[]).includes(status);
}

export type SagaPhase = "forward" | "compensating";

/** Why a saga needs, or may soon need, a person. */
export const ATTENTION_REASONS = [
  "stuck_forward",
  "undo_failed",
  "outcome_unknown",
  "heuristic_mixed",
  "poisoned",
  "child",
  "limit",
  "deadline",
  "in_doubt",
] as const;
export type AttentionReason = (typeof ATTENTION_REASONS)[number];

/** What one visit of a step has come to. */
export const STEP_STATUSES = ["pending", "running", "backoff", "waiting", "succeeded", "failed", "unknown", "skipped", "notTaken"] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

/** What the undo of one visit has come to. */
export const UNDO_STATUSES = ["none", "pending", "running", "backoff", "undone", "undoFailed", "waived"] as const;
export type UndoStatus = (typeof UNDO_STATUSES)[number];

/** What an open visit asks of a participant. */
export const CALL_KINDS = ["action", "undo", "verify", "prepare", "commit", "abort", "try", "confirm", "cancel"] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/** Where an error belongs when errors are counted. */
export const ERROR_CATEGORIES = ["step", "communication", "consistency", "timeout", "internal"] as const;
export type ErrorCategory = (typeof ERROR_CATEGORIES)[number];

/** What a person can tell a saga to do. */
export const COMMAND_TYPES = [
  "pause",
  "resume",
  "retry",
  "compensate",
  "cancel",
  "terminate",
  "complete",
  "waive-undo",
  "resolve-unknown",
] as const;
export type CommandType = (typeof COMMAND_TYPES)[number];

/** How much harm a command can do, from reading (R0) to irreversible (R4). */
export type RiskClass = "R1" | "R2" | "R3" | "R4";

/** How an operation behaves when the saga turns back. */
export const STEP_KINDS = ["compensatable", "pivot", "retriable", "readOnly"] as const;
export type StepKind = (typeof STEP_KINDS)[number];
