import type { CommandType, GraphView, JsonObject, StepKind } from "@skald/shared";
import type {
  AssertionModel,
  AwaitedModel,
  CatchModel,
  CompensateState,
  CompensationModel,
  FailState,
  HumanState,
  JoinModel,
  LockModel,
  SagaModel,
  SentEventModel,
  SetState,
  SucceedState,
  SwitchState,
  ToleranceModel,
  WaitState,
} from "../model/saga-model.ts";
import type { CallModel, ErrorRule, JsonSchema, RetryModel, Template, VerifyModel } from "../model/service-model.ts";

// A compiled state is named by its path: `reserve` at the top, `ship.truck.load` in the branch `truck` of the block
// `ship`. Every reference to a state is a path too; `next` null means that the branch or body ends here. The body of a
// forEach is a saga of its own, with paths of its own.

/** A task with everything the catalogue gives resolved into it. Pinned: a new catalogue version never changes it. */
export interface CompiledTask {
  readonly type: "task";
  readonly name: string;
  /** `namespace/name` of the service; null for an inline call. */
  readonly service: string | null;
  /** `inventory.reserve`, or `POST https://…` for an inline call. */
  readonly label: string;
  /** Name of the operation in its catalogue; null for an inline call. */
  readonly operation: string | null;
  readonly kind: StepKind;
  readonly with: Template;
  /** Schema of what `with` renders to. */
  readonly params: JsonSchema | null;
  readonly call: CallModel;
  readonly output: Template | null;
  readonly outputSchema: JsonSchema | null;
  readonly errors: readonly ErrorRule[];
  readonly verify: VerifyModel | null;
  readonly compensate: CallModel | null;
  readonly retry: RetryModel;
  readonly undoRetry: RetryModel;
  readonly timeoutMs: number;
  readonly catch: readonly CatchModel[];
  readonly optional: boolean;
  readonly locks: readonly LockModel[];
  readonly await: { readonly timeoutMs: number | null } | null;
  /** A queue that workers pull from, instead of a call. */
  readonly queue: string | null;
  readonly idempotencyKey: string | null;
  readonly next: string | null;
  /** Whether a pivot has succeeded on every path here: failure is stuck_forward, never undo. */
  readonly afterPivot: boolean;
  /** Whether the undo, or its verify, reads the answer: without one it cannot be rendered. */
  readonly undoReadsAnswer: boolean;
  /** Paths into `params` whose values are sensitive, for masking. JSON pointers. */
  readonly sensitive: readonly string[];
}

/** An operation called with parameters of its own: the undo of a state that is no task, or of all items at once. */
export interface CompiledOperationCall {
  /** `namespace/name` of the service. */
  readonly service: string;
  readonly label: string;
  readonly with: Template;
  readonly params: JsonSchema | null;
  readonly call: CallModel;
  readonly retry: RetryModel;
  readonly timeoutMs: number;
  /** Whether `with` reads the answer. */
  readonly readsAnswer: boolean;
}

/** How an emitted or awaited event is taken back. */
export type CompiledUndoByEvent =
  | { readonly kind: "call"; readonly operation: CompiledOperationCall }
  | { readonly kind: "emit"; readonly event: SentEventModel };

/** Branches at once. */
export interface CompiledParallel {
  readonly type: "parallel";
  readonly name: string;
  /** By local name: where a branch starts, and what it gives. */
  readonly branches: Readonly<Record<string, { readonly start: string; readonly output: Template | null }>>;
  readonly join: JoinModel;
  readonly catch: readonly CatchModel[];
  readonly next: string | null;
}

/** A body for each item. An item is an inline child saga whose definition is `body`. */
export interface CompiledForEach {
  readonly type: "forEach";
  readonly name: string;
  readonly in: string;
  readonly each: string;
  readonly at: string;
  readonly concurrency: number;
  readonly tolerate: ToleranceModel;
  readonly body: CompiledSaga;
  readonly undoOrder: "reverse" | "parallel";
  readonly undoConcurrency: number;
  readonly batch: CompiledOperationCall | null;
  readonly catch: readonly CatchModel[];
  readonly next: string | null;
}

/** A child saga of another definition. */
export interface CompiledChild {
  readonly type: "saga";
  readonly name: string;
  readonly saga: { readonly namespace: string; readonly name: string; readonly range: string | null };
  /** Hash of the definition it runs on: resolved when this saga was compiled, and pinned. */
  readonly hash: string;
  readonly input: Template;
  /** Whether the child can pass a pivot: then its success is a pivot of this saga (R14). */
  readonly pivot: boolean;
  readonly catch: readonly CatchModel[];
  readonly next: string | null;
}

/** A participant of a two-phase group, its operation resolved. */
export interface CompiledParticipant {
  readonly name: string;
  readonly service: string;
  readonly label: string;
  readonly operation: string;
  readonly with: Template;
  readonly params: JsonSchema | null;
  /** prepare or try, commit or confirm, abort or cancel */
  readonly first: CallModel;
  readonly commit: CallModel;
  readonly abort: CallModel;
  readonly output: Template | null;
  readonly errors: readonly ErrorRule[];
  /** Undo after the commit, for a compensatable group. */
  readonly compensate: CallModel | null;
  readonly retry: RetryModel;
  readonly undoRetry: RetryModel;
  readonly timeoutMs: number;
  /** Participants whose output `with` reads: prepared before this one. */
  readonly after: readonly string[];
}

/** A two-phase group. */
export interface CompiledTransaction {
  readonly type: "transaction";
  readonly name: string;
  readonly protocol: "2pc" | "tcc";
  /** In document order. */
  readonly participants: readonly CompiledParticipant[];
  readonly kind: "compensatable" | "pivot";
  readonly compensate: CompiledOperationCall | null;
  readonly locks: readonly LockModel[];
  readonly prepareTimeoutMs: number | null;
  readonly commitTimeoutMs: number | null;
  readonly abortTimeoutMs: number | null;
  readonly catch: readonly CatchModel[];
  readonly next: string | null;
}

export interface CompiledListen {
  readonly type: "listen";
  readonly name: string;
  readonly cases: readonly { readonly awaits: AwaitedModel; readonly next: string | null }[];
  readonly timeoutMs: number | null;
  readonly onTimeout: string | null;
  readonly compensate: CompiledUndoByEvent | null;
  readonly catch: readonly CatchModel[];
}

export interface CompiledEmit {
  readonly type: "emit";
  readonly name: string;
  readonly event: SentEventModel;
  readonly compensate: CompiledUndoByEvent | null;
  readonly next: string | null;
}

export type CompiledState =
  | CompiledTask
  | CompiledParallel
  | CompiledForEach
  | CompiledChild
  | CompiledTransaction
  | CompiledListen
  | CompiledEmit
  | HumanState
  | SwitchState
  | WaitState
  | SetState
  | CompensateState
  | SucceedState
  | FailState;

/** XState v5 machine config as plain JSON: no guards, no expressions; effects are actions named `fx.*`. */
export type MachineConfig = JsonObject;

/** A saga ready to run: pure JSON, stored, hashed, pinned. */
export interface CompiledSaga {
  readonly format: 1;
  /** `sha256:<hex>` over the canonical document and every resolved operation. */
  readonly hash: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly title: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly input: JsonSchema | null;
  readonly key: string | null;
  readonly idempotency: SagaModel["idempotency"];
  readonly timeout: SagaModel["timeout"];
  readonly retentionMs: SagaModel["retentionMs"];
  readonly recovery: "backward" | "forward";
  readonly compensation: CompensationModel;
  readonly policy: Readonly<Partial<Record<CommandType, string>>>;
  readonly concurrency: SagaModel["concurrency"];
  readonly exposure: string | null;
  readonly triggers: SagaModel["triggers"];
  readonly assertions: readonly AssertionModel[];
  readonly start: string;
  /** What a body gives when it ends; null: the output of the state that ended, and for a saga nothing. */
  readonly output: Template | null;
  /** In document order, blocks before what is inside them; keyed by path. */
  readonly states: Readonly<Record<string, CompiledState>>;
  /** JSON pointers into the input whose values are sensitive. */
  readonly sensitiveInput: readonly string[];
  readonly machine: MachineConfig;
  readonly graph: GraphView;
}
