import type { CallKind, Json } from "@skald/shared";
import type { OpenedCall } from "./call.ts";
import type { Cause, Incident, Undoing } from "./saga.ts";

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
  "wait.due",
  "fail.raised",
  "saga.turning",
  "saga.late",
  "saga.paused",
  "saga.resumed",
  "saga.suspended",
  "saga.released",
  "saga.completed",
  "saga.compensated",
  "saga.failed",
  "saga.terminated",
  "command.applied",
  "result.ignored",
] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

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

/** What entries may say. Absent fields say nothing; each type uses the few that fit it. */
export interface EntryData {
  /** The event of the chart; absent when the chart stays where it is. */
  readonly move?: string;
  readonly state?: string;
  readonly visit?: number;

  readonly callId?: string;
  readonly kind?: CallKind;
  readonly attempt?: number;
  /** Calls this entry opens, rendered (R3). */
  readonly opened?: readonly OpenedCall[];
  /** A visit whose request could not be rendered; nothing was sent. */
  readonly unrendered?: { readonly state: string; readonly visit: number; readonly kind: CallKind };

  /** HTTP status and raw body of the answer, and what `output` made of it. */
  readonly status?: number;
  readonly body?: string;
  readonly output?: Json;
  readonly happened?: boolean;
  /** How the call ended, in the words of the outcome table. */
  readonly outcome?: string;
  readonly error?: Cause;
  /** The outcome of some attempt is unknown (R2). */
  readonly tainted?: true;

  readonly delayMs?: number;
  readonly dueAt?: string;
  readonly parked?: true;

  /** What this entry registers on the undo stack (R1). */
  readonly undo?: "done" | "unknown";
  /** This success closes the way back (R8). */
  readonly pivot?: true;
  /** The undo gave up and the others go on (`onFailure: continue`). */
  readonly setAside?: true;

  readonly cause?: Cause;
  readonly caught?: Cause;
  /** Null: resolved. */
  readonly incident?: Incident | null;
  readonly undoing?: Undoing;
  readonly turning?: { readonly cause: Cause; readonly goal: Undoing["goal"]; readonly keep: number } | null;

  readonly case?: number | "default";
  readonly values?: Readonly<Record<string, Json>>;
  readonly waived?: readonly string[];
  readonly deadlineMs?: number;
  readonly leftMs?: number;
  /** Why a result was ignored, or what happened in words. */
  readonly why?: string;
  /** Who commanded it. */
  readonly by?: string;
  readonly command?: Readonly<Record<string, Json>>;

  /** Of `saga.started`. */
  readonly saga?: {
    readonly namespace: string;
    readonly name: string;
    readonly version: string;
    readonly hash: string;
    readonly key: string | null;
    readonly labels: Readonly<Record<string, string>>;
    readonly traceId: string;
  };
  readonly input?: Json;
}
