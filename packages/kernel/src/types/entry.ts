import type { CallKind, Json, JsonObject } from "@skald/shared";
import type { OpenedCall } from "./call.ts";
import type { Cause, Incident, LockHold, Parent, Turning, Undoing } from "./saga.ts";

/** Named like the lifecycle events where there is one (semantics.md, section 9). */
export const ENTRY_TYPES = [
  "saga.started",
  "step.succeeded",
  "step.retrying",
  "step.retried",
  "step.failed",
  "step.unknown",
  "step.waiting",
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
  "block.joined",
  "branch.finished",
  "branch.failed",
  "branch.stopping",
  "branch.stopped",
  "each.started",
  "each.settled",
  "each.stopping",
  "each.undone",
  "child.started",
  "child.settled",
  "child.stopping",
  "child.undone",
  "member.suspended",
  "member.released",
  "group.preparing",
  "group.failing",
  "group.committing",
  "group.aborting",
  "group.late",
  "participant.prepared",
  "participant.failed",
  "participant.retrying",
  "participant.retried",
  "participant.settled",
  "participant.stuck",
  "compensate.passed",
  "switch.chosen",
  "set.assigned",
  "wait.started",
  "wait.elapsed",
  "wait.due",
  "listen.started",
  "human.asked",
  "event.emitted",
  "lock.requested",
  "lock.granted",
  "fail.raised",
  "saga.turning",
  "saga.late",
  "saga.paused",
  "saga.resumed",
  "saga.suspended",
  "saga.released",
  "saga.held",
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
  /** Visits whose request could not be rendered; nothing was sent. */
  readonly unrendered?: readonly { readonly state: string; readonly visit: number; readonly kind: CallKind }[];
  /** Blocks and groups the chart entered by this entry: a visit of each begins. */
  readonly entered?: readonly { readonly state: string; readonly visit: number; readonly branches?: readonly string[] }[];
  /** The scope that `undoing`, `turning` and `caught` are about; absent: the saga itself. */
  readonly scope?: string;
  /** What became of the branch `scope`. */
  readonly branch?: "done" | "failed" | "stopped";

  /** HTTP status and raw body of the answer, and what `output` made of it. */
  readonly status?: number;
  readonly body?: string;
  readonly output?: Json;
  /** seq of an earlier entry that holds the output: what came while the saga was held is journalled once. */
  readonly outputAt?: number;
  readonly happened?: boolean;
  /** How the call ended, in the words of the outcome table; of a wait that is due, what came. */
  readonly outcome?: string;
  readonly error?: Cause;
  /** The outcome of some attempt is unknown (R2). */
  readonly tainted?: true;

  readonly delayMs?: number;
  readonly dueAt?: string;
  readonly parked?: true;
  /** Rendered facts of a wait that begins. */
  readonly about?: JsonObject;
  /** The event a state sends, or sends to take another back: a CloudEvent. Of an `emit` it is the output. */
  readonly emitted?: JsonObject;
  /** Locks that were granted, with the token of each by its key. */
  readonly locks?: readonly LockHold[];
  readonly tokens?: Readonly<Record<string, string>>;

  /** What this entry registers on the undo stack (R1). */
  readonly undo?: "done" | "unknown";
  /** This success closes the way back (R8). */
  readonly pivot?: true;
  /** The undo gave up and the others go on (`onFailure: continue`). */
  readonly setAside?: true;

  readonly cause?: Cause;
  readonly caught?: Cause;
  /** Null: the incident of `state` is resolved; of a saga that turns back, all are. */
  readonly incident?: Incident | null;
  readonly undoing?: Undoing;
  readonly turning?: Turning | null;

  /** What members (items, a child) came to; `index` is 0 for a child. */
  readonly members?: readonly {
    readonly index: number;
    readonly status?: "completed" | "failed" | "undone" | "waived";
    readonly output?: Json;
    readonly cause?: Cause;
  }[];
  /** States pushed on the undo stack instead of the one the entry is about: the participants of a group. */
  readonly pushes?: readonly string[];
  /** Members from this index on never begin. */
  readonly stopping?: number;
  /** How many members there are, and what each of them is given. */
  readonly items?: readonly Json[];

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
    readonly parent?: Parent;
    readonly startedBy?: string;
  };
  readonly input?: Json;
}
