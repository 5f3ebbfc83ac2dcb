import type {
  AttentionReason,
  CallKind,
  ErrorCategory,
  Json,
  JsonObject,
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
  /** seq of the entry that opened the action: request and params stand there. */
  readonly openedAt: number;
  /** seq of the entry that holds the answer or output; null while there is none. */
  readonly outputAt: number | null;
  /** The key of the call where the document gives its own. */
  readonly key?: string;
  /** The queue its action waits in for a worker. */
  readonly queue?: string;
  /** seq of the entry in which the latest attempt of the action ended without success; null while one is under way. */
  readonly attemptEndedAt?: number | null;
}

/** One thing to undo. The stack is pushed in completion order and is the truth about what may have happened (R1, R2). */
export interface UndoEntry {
  readonly state: string;
  readonly visit: number;
  readonly outcome: "done" | "unknown";
  /** seq of the entry at which the step counts as completed (R6): the stack is in this order. */
  readonly pushedAt: number;
  readonly openedAt: number;
  /** seq of the entry that opened its undo, where the request stands; absent: it was not sent yet. */
  readonly undoOpenedAt?: number;
  readonly outputAt: number | null;
  /** seq of the entry that holds the raw answer, where the output came later, by a callback. */
  readonly answeredAt?: number;
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

/** Where undoing ends: the saga's end, a state (null: the end of the branch or body), or a stop for a person. */
export type UndoGoal =
  | { readonly kind: "end" }
  | { readonly kind: "goto"; readonly state: string | null }
  | { readonly kind: "pause"; readonly state: string };

/** Which entries of the stack are undone: pushed at `since` or later, by states within one of the places (empty: anywhere). */
export interface Selection {
  readonly since: number;
  readonly within: readonly string[];
  /** Only of steps that failed in doubt. */
  readonly doubts?: true;
}

/** What is being undone in a scope, and what comes then. */
export interface Undoing extends Selection {
  readonly goal: UndoGoal;
}

/** A scope that comes to rest as soon as its calls are settled: to undo, or because its block is decided (`undoing` null). */
export interface Turning {
  readonly cause: Cause | null;
  readonly undoing: Undoing | null;
}

/** A state that waits for something from outside other than the answer of a call. */
export interface Waiting {
  readonly state: string;
  readonly kind: "timer" | "event" | "person" | "callback" | "worker" | "lock";
  /** Null: no clock ends it. */
  readonly dueAt: string | null;
  /** What was awaited came, or its time was over, while the saga was held: acted on when it goes on. */
  readonly due: boolean;
  /** seq of the entry that holds what came; null: nothing did, or its time was over. */
  readonly arrivedAt: number | null;
  readonly since: string;
  /** Rendered facts of the wait: correlations, assignment, token, lock keys. */
  readonly about: JsonObject;
}

/** One lock, its key rendered. `release`: at the end of the saga or the undo of the step, or already at the end of the step (R21). */
export interface LockHold {
  readonly key: string;
  readonly mode: "exclusive" | "shared";
  readonly release: "saga" | "step";
}

/** The locks of one visit, granted together. */
export interface HeldLocks {
  readonly state: string;
  readonly visit: number;
  readonly locks: readonly LockHold[];
  /** By key. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly since: string;
}

/** One branch of a block that runs. */
export interface BranchRecord {
  readonly status: "running" | "done" | "failed" | "stopped";
  /** seq of the entry that holds its output. */
  readonly outputAt: number | null;
  readonly cause: Cause | null;
}

/** A parallel block in its latest visit, by local names of its branches. */
export interface BlockRecord {
  readonly branches: Readonly<Record<string, BranchRecord>>;
  /** The first failure of a branch (R4). */
  readonly cause: Cause | null;
}

/** One item of a forEach, or a child. */
export interface MemberRecord {
  readonly status: "completed" | "failed" | "undone" | "waived";
  /** seq of the entry that holds its output. */
  readonly settledAt: number;
  readonly cause: Cause | null;
}

/** The items of a forEach, or the one child of a `saga` state, in the latest visit (R13, R14). Only settled ones have a record. */
export interface MembersRecord {
  readonly visit: number;
  readonly total: number;
  readonly settled: Readonly<Record<number, MemberRecord>>;
  /** Completed items in the order of their completion: undo reverses it. */
  readonly completed: readonly number[];
  /** The first failure, once more than are tolerated have failed. */
  readonly cause: Cause | null;
  /** Set: no member from this index on begins any more, and those that run are cancelled. */
  readonly stopping: number | null;
  /** seq of the entry that says what each member is given. */
  readonly givenAt: number;
  /** Their undo is under way. */
  readonly undoing: boolean;
  /** Members with an incident of their own, by index: the saga waits for a person there. */
  readonly incidents: readonly number[];
}

/** How far a participant of a two-phase group has come. `unknown`: its first phase may have happened. */
export type ParticipantStatus = "pending" | "preparing" | "prepared" | "refused" | "unknown" | "committed" | "aborted";

/** A two-phase group in its latest visit (R15, R16). `phase` committing: the decision is durable and cannot be taken back. */
export interface GroupRecord {
  readonly visit: number;
  readonly phase: "preparing" | "committing" | "aborting";
  /** By name. */
  readonly participants: Readonly<Record<string, ParticipantStatus>>;
  /** seq of the entry that holds the calls of the second phase. */
  readonly decidedAt: number | null;
  /** Why the group will be aborted. */
  readonly cause: Cause | null;
  /** Since when a second phase takes longer than it should. */
  readonly lateSince: string | null;
}

/** Everything a saga knows but its outputs. Plain JSON; changed only by `evolve`. Keys of records are paths, `""` the saga itself. */
export interface SagaContext {
  readonly visits: Readonly<Record<string, number>>;
  readonly steps: Readonly<Record<string, StepRecord>>;
  readonly open: Readonly<Record<string, OpenCall>>;
  readonly backoff: Readonly<Record<string, Backoff>>;
  readonly undo: readonly UndoEntry[];
  /** By scope, then by name. */
  readonly vars: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly cause: Cause | null;
  /** By scope: the error a `catch` took; `error` in expressions. A `fail` state reached this way names its step. */
  readonly caught: Readonly<Record<string, Cause>>;
  /** By the state a person has to look at; several only while branches run. */
  readonly incidents: Readonly<Record<string, Incident>>;
  /** Attention that does not stop the saga (deadline after the pivot). */
  readonly late: { readonly since: string } | null;
  readonly phase: SagaPhase;
  readonly pivotPassed: string | null;
  /** By scope: turn back, or stop, once the calls in flight are settled (R5, R10). */
  readonly turning: Readonly<Record<string, Turning>>;
  /** By scope: what is being undone. */
  readonly undoing: Readonly<Record<string, Undoing>>;
  readonly undone: readonly string[];
  readonly waived: readonly string[];
  /** By state. */
  readonly waits: Readonly<Record<string, Waiting>>;
  /** By `<state>#<visit>`: locks that were granted and not undone since. */
  readonly locks: Readonly<Record<string, HeldLocks>>;
  /** By state: parallel blocks that were entered. */
  readonly blocks: Readonly<Record<string, BlockRecord>>;
  /** By state: two-phase groups that were entered. */
  readonly groups: Readonly<Record<string, GroupRecord>>;
  /** By state: forEach and child states that were entered. Completed ones of an earlier visit by `<state>#<visit>`. */
  readonly members: Readonly<Record<string, MembersRecord>>;
  readonly paused: { readonly by: string; readonly since: string } | null;
  readonly deadline: { readonly at: string | null; readonly leftMs: number | null } | null;
  /** A member that has completed and waits for its parent's end: undone on the parent's word, ended otherwise (R14). */
  readonly held: { readonly output: Json } | null;
  readonly ended: { readonly status: TerminalStatus; readonly at: string; readonly output: Json } | null;
  readonly ignored: number;
  /** Who started the saga; null when nobody said. */
  readonly startedBy: string | null;
}

/** The saga an item or a child belongs to. */
export interface Parent {
  readonly id: string;
  /** `<state>#<visit>` of a child, with `[index]` behind it for an item. */
  readonly place: string;
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
  readonly parent: Parent | null;
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
