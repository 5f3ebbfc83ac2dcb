import type {
  AttentionReason,
  CallKind,
  ErrorCategory,
  Json,
  SagaPhase,
  SagaStatus,
  StepStatus,
  TerminalStatus,
  UndoStatus,
} from "@skald/shared";
import type { OpenCall } from "./call.ts";

/** Why a saga turned back, or a step failed. */
export interface Cause {
  readonly state: string | null;
  readonly type: string;
  readonly category: ErrorCategory;
  readonly status: number | null;
  readonly detail: string;
  readonly at: string;
}

/** The latest visit of one state. */
export interface StepRecord {
  readonly visit: number;
  readonly status: StepStatus;
  /** Calls made for the action in this visit. */
  readonly attempts: number;
  /** Some attempt ended with an unknown outcome (R2). */
  readonly tainted: boolean;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly error: Cause | null;
  readonly undo: UndoStatus;
  readonly undoAttempts: number;
  readonly undoError: Cause | null;
  /** seq of the entry that opened the undo: its request stands there. */
  readonly undoOpenedAt: number | null;
  /** seq of the entry that opened the action: request and params stand there. */
  readonly openedAt: number | null;
  /** seq of the entry that holds the answer or output; null while there is none. */
  readonly outputAt: number | null;
}

/** One thing to undo. The stack is pushed in completion order and is the truth about what may have happened (R1, R2). */
export interface UndoEntry {
  readonly state: string;
  readonly visit: number;
  readonly outcome: "done" | "unknown";
  readonly openedAt: number;
  readonly outputAt: number | null;
  /** Set when its undo gave up and `onFailure: continue` went on. */
  readonly setAside?: boolean;
}

/** A call that will be made again. A delay over 5 s survives in a timer row. */
export interface Backoff {
  readonly callId: string;
  readonly kind: CallKind;
  readonly state: string;
  readonly visit: number;
  /** The attempt that will be made. */
  readonly attempt: number;
  /** seq of the entry that opened the call. */
  readonly entry: number;
  readonly dueAt: string;
  readonly delayMs: number;
  /** Waiting for the service's breaker rather than for its own delay. */
  readonly parked: boolean;
}

/** What a person must resolve. */
export interface Incident {
  readonly reason: AttentionReason;
  readonly state: string | null;
  readonly lane: "action" | "undo";
  readonly since: string;
}

/** Where undoing ends. */
export type UndoGoal =
  | { readonly kind: "end" }
  | { readonly kind: "goto"; readonly state: string }
  | { readonly kind: "pause"; readonly state: string };

/** What is being undone, and what comes then. */
export interface Undoing {
  readonly goal: UndoGoal;
  readonly keep: number;
}

/** Everything a saga knows but its outputs. Plain JSON; changed only by `evolve`. */
export interface SagaContext {
  readonly visits: Readonly<Record<string, number>>;
  readonly steps: Readonly<Record<string, StepRecord>>;
  readonly open: Readonly<Record<string, OpenCall>>;
  readonly backoff: Readonly<Record<string, Backoff>>;
  readonly undo: readonly UndoEntry[];
  readonly vars: Readonly<Record<string, Json>>;
  readonly cause: Cause | null;
  /** The error a `catch` took; `error` in expressions. A `fail` state reached this way names its step. */
  readonly caught: Cause | null;
  readonly incident: Incident | null;
  /** Attention that does not stop the saga (deadline after the pivot). */
  readonly late: { readonly since: string } | null;
  readonly phase: SagaPhase;
  readonly pivotPassed: string | null;
  /** Turn back once the call in flight is settled (R10). */
  readonly turning: { readonly cause: Cause; readonly goal: UndoGoal; readonly keep: number } | null;
  /** Undoing: `keep` entries of the stack stay, counted from its bottom. */
  readonly undoing: Undoing | null;
  readonly undone: readonly string[];
  readonly waived: readonly string[];
  /** Open `wait` state: when it elapses, and whether it already did while paused. */
  readonly wait: { readonly state: string; readonly dueAt: string; readonly elapsed: boolean } | null;
  readonly paused: { readonly by: string; readonly since: string } | null;
  readonly deadline: { readonly at: string | null; readonly leftMs: number | null } | null;
  readonly ended: { readonly status: TerminalStatus; readonly at: string; readonly output: Json } | null;
  readonly internalErrors: number;
  readonly ignored: number;
}

/** A saga at one point of its journal. Plain JSON with a format version. */
export interface Saga {
  readonly format: 1;
  readonly id: string;
  readonly namespace: string;
  readonly definition: { readonly name: string; readonly version: string; readonly hash: string };
  readonly key: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly input: Json;
  readonly traceId: string;
  readonly startedAt: string;
  /** Last journal seq; 0 before the first entry. */
  readonly seq: number;
  /** Instant of the last entry. */
  readonly at: string;
  /** XState state value of the compiled machine. */
  readonly value: Json;
  readonly context: SagaContext;
}

/** The part of a saga that a checkpoint stores; the rest are columns of its row. */
export interface SagaSnapshot {
  readonly format: 1;
  readonly value: Json;
  readonly context: SagaContext;
}

/** What the row of a saga says beside its snapshot: lists, counters and search read only this. */
export interface SagaRow {
  readonly status: SagaStatus;
  readonly phase: SagaPhase;
  readonly attention: { readonly reason: AttentionReason; readonly state: string | null; readonly since: string } | null;
  readonly movers: readonly string[];
  readonly current: readonly string[];
  readonly attemptsMax: number;
  readonly parkedOn: string | null;
  readonly errorType: string | null;
  readonly failedState: string | null;
  readonly output: Json;
  readonly endedAt: string | null;
  readonly deadlineAt: string | null;
  readonly progress: {
    readonly percent: number;
    readonly completedSteps: number;
    readonly totalSteps: number;
    readonly undone: number;
    readonly toUndo: number;
  };
}
