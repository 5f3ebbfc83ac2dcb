import type { CommandType, StepKind } from "@skald/shared";
import type { CallModel, ErrorRule, JsonSchema, RetryModel, Template, VerifyModel } from "./service-model.ts";

/** One entry of `catch`, tried in order. `errors` holds types or `*`. */
export interface CatchModel {
  readonly errors: readonly string[];
  readonly when: string | null;
  readonly compensate: boolean;
  readonly next: string;
}

/** What a task calls: an operation of the catalogue, or an HTTP call written in place. */
export type TaskCall =
  | { readonly kind: "operation"; readonly service: string; readonly operation: string }
  | { readonly kind: "http"; readonly call: CallModel };

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
  readonly verify: VerifyModel | null;
  readonly errors: readonly ErrorRule[] | null;
  readonly output: Template | null;
  readonly optional: boolean;
  readonly irreversible: boolean;
  readonly next: string;
}

export interface SwitchState {
  readonly type: "switch";
  readonly name: string;
  readonly cases: readonly { readonly when: string; readonly next: string }[];
  readonly default: string;
}

/** Exactly one of `forMs` (or the template `for`) and `until` is set. */
export interface WaitState {
  readonly type: "wait";
  readonly name: string;
  readonly forMs: number | null;
  readonly until: string | null;
  readonly next: string;
}

export interface SetState {
  readonly type: "set";
  readonly name: string;
  readonly values: Readonly<Record<string, Template>>;
  readonly next: string;
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

/** The state types that run today. Other types of the language are parsed, checked and refused with NOT_YET_RUNNABLE. */
export type StateModel = TaskState | SwitchState | WaitState | SetState | SucceedState | FailState;

export interface CompensationModel {
  readonly order: "reverse" | "parallel" | "dependency";
  readonly onUnknownOutcome: "verify" | "compensate" | "suspend";
  readonly onFailure: "suspend" | "continue" | "retryForever";
  readonly retry: RetryModel;
}

/** A document of `kind: saga`, defaults explicit, durations in milliseconds. States keep document order. */
export interface SagaModel {
  readonly kind: "saga";
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly title: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Alias used in `call: alias.operation` → where it comes from. An alias not listed means the same namespace, any version. */
  readonly services: Readonly<Record<string, { readonly namespace: string; readonly name: string; readonly range: string | null }>>;
  readonly input: JsonSchema | null;
  readonly key: string | null;
  readonly idempotency: {
    readonly key: string;
    readonly onDuplicate: "returnExisting" | "reject";
    readonly reuse: "never" | "whenUndone";
  } | null;
  /** `after`: milliseconds, or an expression that gives seconds or a duration. Null: the engine's default where it applies. */
  readonly timeout: { readonly after: number | string; readonly then: "compensate" | "suspend" } | null;
  readonly retentionMs: number | "forever" | null;
  readonly recovery: "backward" | "forward";
  readonly compensation: CompensationModel;
  readonly policy: Readonly<Partial<Record<CommandType, string>>>;
  readonly start: string;
  readonly states: readonly StateModel[];
}
