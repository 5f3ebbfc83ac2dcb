import type { StepKind } from "@skald/shared";
import type { CallModel, ErrorRule, JsonSchema, RetryModel, Template, VerifyModel } from "./service-model.ts";

// One model for each state type (dsl.md, section 4), defaults explicit, durations in milliseconds. Names are those of
// the document: local to their scope. `next` is null where the state says `end: true` inside a branch or body.

/** One entry of `catch`, tried in order. `errors` holds types or `*`. */
export interface CatchModel {
  readonly errors: readonly string[];
  readonly when: string | null;
  readonly compensate: boolean;
  readonly next: string;
}

/** An operation of the catalogue, by the alias of its service. */
export interface OperationCall {
  readonly kind: "operation";
  readonly service: string;
  readonly operation: string;
}

/** What a task calls: an operation, an HTTP call written in place, or a queue that workers pull from. */
export type TaskCall =
  | OperationCall
  | { readonly kind: "http"; readonly call: CallModel }
  | { readonly kind: "worker"; readonly queue: string };

/** A lock taken before a state with effects (R21). `key` may be spliced. */
export interface LockModel {
  readonly key: string;
  readonly mode: "exclusive" | "shared";
  readonly waitMs: number;
  readonly release: "saga" | "step";
}

/** A state that calls. Null fields are taken from the catalogue's operation, or from the defaults. */
export interface TaskState {
  readonly type: "task";
  readonly name: string;
  readonly call: TaskCall;
  readonly with: Template;
  readonly kind: StepKind | null;
  readonly retry: RetryModel | null;
  readonly timeoutMs: number | null;
  readonly catch: readonly CatchModel[];
  readonly compensate: CallModel | null;
  /** Null: as its operation says, else as the saga's undos are retried. */
  readonly undoRetry: RetryModel | null;
  readonly verify: VerifyModel | null;
  readonly errors: readonly ErrorRule[] | null;
  readonly output: Template | null;
  readonly optional: boolean;
  readonly irreversible: boolean;
  /** In key order they are taken before the call is sent. */
  readonly locks: readonly LockModel[];
  /** Waits for a callback after a 2xx; `timeoutMs` null: as long as the saga lives. */
  readonly await: { readonly timeoutMs: number | null } | null;
  /** Replaces the key of the call. */
  readonly idempotencyKey: string | null;
  readonly next: string | null;
}

export interface SwitchState {
  readonly type: "switch";
  readonly name: string;
  readonly cases: readonly { readonly when: string; readonly next: string }[];
  readonly default: string;
}

/** The states of a branch or a body. `output` null: the output of the state that ended. */
export interface ScopeModel {
  readonly start: string;
  readonly states: readonly StateModel[];
  readonly output: Template | null;
}

/** How many branches must succeed: all, or at least so many (`any` is 1). */
export type JoinModel = { readonly kind: "all" } | { readonly kind: "atLeast"; readonly count: number };

export interface ParallelState {
  readonly type: "parallel";
  readonly name: string;
  readonly branches: Readonly<Record<string, ScopeModel>>;
  readonly join: JoinModel;
  readonly catch: readonly CatchModel[];
  readonly next: string | null;
}

/** A call to an operation that undoes or batches, with its parameters. */
export interface CallWith {
  readonly call: OperationCall;
  readonly with: Template;
}

/** How many items may fail: a number, or a share of the items in percent. */
export type ToleranceModel = { readonly kind: "count"; readonly count: number } | { readonly kind: "share"; readonly percent: number };

export interface ForEachState {
  readonly type: "forEach";
  readonly name: string;
  readonly in: string;
  /** Names of the item and of its index in the body. */
  readonly each: string;
  readonly at: string;
  readonly concurrency: number;
  readonly tolerate: ToleranceModel;
  readonly body: ScopeModel;
  readonly compensation: {
    readonly order: "reverse" | "parallel";
    readonly concurrency: number;
    readonly batch: CallWith | null;
  };
  readonly catch: readonly CatchModel[];
  readonly next: string | null;
}

/** Exactly one of `forMs` and `until` is set. */
export interface WaitState {
  readonly type: "wait";
  readonly name: string;
  readonly forMs: number | null;
  readonly until: string | null;
  readonly next: string | null;
}

/** What a `listen` waits for. `key` is over the event (default its subject), `match` over the saga (default its key). */
export type AwaitedModel =
  | {
      readonly kind: "event";
      readonly type: string;
      readonly source: string | null;
      readonly key: string | null;
      readonly match: string | null;
      readonly where: string | null;
    }
  | { readonly kind: "signal"; readonly name: string };

/** An event to send. */
export interface SentEventModel {
  readonly type: string;
  readonly source: string | null;
  readonly subject: string | null;
  readonly data: Template;
}

/** The undo of a state that talks by events: a call, or an event that takes it back. */
export type UndoByEvent =
  | { readonly kind: "call"; readonly call: OperationCall; readonly with: Template }
  | { readonly kind: "emit"; readonly event: SentEventModel };

export interface ListenState {
  readonly type: "listen";
  readonly name: string;
  readonly cases: readonly { readonly awaits: AwaitedModel; readonly next: string | null }[];
  readonly timeoutMs: number | null;
  /** Null: a time-out is the error `Timeout`. */
  readonly onTimeout: string | null;
  readonly compensate: UndoByEvent | null;
  readonly catch: readonly CatchModel[];
}

export interface HumanState {
  readonly type: "human";
  readonly name: string;
  readonly assign: Template | null;
  readonly form: JsonSchema | null;
  /** State by outcome. */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly timeoutMs: number | null;
  readonly onTimeout: string | null;
  readonly fourEyes: boolean;
  readonly catch: readonly CatchModel[];
}

export interface EmitState {
  readonly type: "emit";
  readonly name: string;
  readonly event: SentEventModel;
  readonly compensate: UndoByEvent | null;
  readonly next: string | null;
}

/** A child saga (R14). */
export interface ChildState {
  readonly type: "saga";
  readonly name: string;
  readonly saga: { readonly namespace: string; readonly name: string; readonly range: string | null };
  readonly input: Template;
  readonly catch: readonly CatchModel[];
  readonly next: string | null;
}

export interface ParticipantModel {
  readonly name: string;
  readonly call: OperationCall;
  readonly with: Template;
}

/** A two-phase group (R15, R16). */
export interface TransactionState {
  readonly type: "transaction";
  readonly name: string;
  readonly protocol: "2pc" | "tcc";
  readonly participants: readonly ParticipantModel[];
  readonly kind: "compensatable" | "pivot";
  readonly compensate: CallWith | null;
  readonly locks: readonly LockModel[];
  readonly prepareTimeoutMs: number | null;
  readonly commitTimeoutMs: number | null;
  readonly abortTimeoutMs: number | null;
  readonly catch: readonly CatchModel[];
  readonly next: string | null;
}

export interface SetState {
  readonly type: "set";
  readonly name: string;
  readonly values: Readonly<Record<string, Template>>;
  readonly next: string | null;
}

/** Undoes on purpose: everything of its scope, or only some states. */
export interface CompensateState {
  readonly type: "compensate";
  readonly name: string;
  readonly only: readonly string[] | null;
  readonly next: string | null;
}

export interface SucceedState {
  readonly type: "succeed";
  readonly name: string;
  readonly output: Template | null;
}

export interface FailState {
  readonly type: "fail";
  readonly name: string;
  readonly error: { readonly type: string; readonly status: number | null; readonly detail: Template };
}

/** One state of any type of the language. */
export type StateModel =
  | TaskState
  | SwitchState
  | ParallelState
  | ForEachState
  | WaitState
  | ListenState
  | HumanState
  | EmitState
  | ChildState
  | TransactionState
  | SetState
  | CompensateState
  | SucceedState
  | FailState;
