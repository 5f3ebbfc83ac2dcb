import type { Json } from "@skald/shared";
import type { OpenedCall } from "./call.ts";

/**
 * One entry of a journal. The journal is the truth: folding `apply` over it gives the saga (G4).
 * An entry records a decision, never a question: no expression is evaluated while folding.
 */
export interface Entry {
  /** 1, 2, … without a gap. */
  readonly seq: number;
  /** ISO 8601, milliseconds, UTC; never less than that of the entry before. Shown and hashed, never compared. */
  readonly at: string;
  readonly type: EntryType;
  readonly data: EntryData;
}

/** Named like the lifecycle events where there is one (semantics.md, section 9). */
export const ENTRY_TYPES = [
  "saga.started",
  "step.succeeded",
  "step.retrying",
  "step.retried",
  "step.failed",
  "step.unknown",
  "verify.answered",
  "verify.retrying",
  "verify.retried",
  "verify.failed",
  "undo.started",
  "undo.succeeded",
  "undo.retrying",
  "undo.retried",
  "undo.failed",
  "undo.waived",
  "undo.finished",
  "switch.chosen",
  "set.assigned",
  "wait.started",
  "wait.elapsed",
  "fail.raised",
  "saga.turning",
  "saga.late",
  "saga.paused",
  "saga.resumed",
  "saga.suspended",
  "saga.completed",
  "saga.compensated",
  "saga.failed",
  "saga.terminated",
  "command.applied",
  "result.ignored",
  "internal.error",
] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

/** `move` is the event of the chart; absent when the chart stays where it is. */
export interface EntryData {
  readonly move?: string;
  readonly state?: string;
  readonly visit?: number;
  readonly opened?: readonly OpenedCall[];
  readonly [field: string]: Json | undefined | readonly OpenedCall[] | object;
}
