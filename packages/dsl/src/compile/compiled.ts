import type { CommandType, GraphView, JsonObject, StepKind } from "@skald/shared";
import type {
  CatchModel,
  CompensationModel,
  FailState,
  SagaModel,
  SetState,
  SucceedState,
  SwitchState,
  WaitState,
} from "../model/saga-model.ts";
import type { CallModel, ErrorRule, JsonSchema, RetryModel, Template, VerifyModel } from "../model/service-model.ts";

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
  readonly next: string;
  /** Whether a pivot has succeeded on every path here: failure is stuck_forward, never undo. */
  readonly afterPivot: boolean;
  /** Whether the undo, or its verify, reads the answer: without one it cannot be rendered. */
  readonly undoReadsAnswer: boolean;
  /** Paths into `params` whose values are sensitive, for masking. JSON pointers. */
  readonly sensitive: readonly string[];
}

export type CompiledState = CompiledTask | SwitchState | WaitState | SetState | SucceedState | FailState;

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
  readonly start: string;
  /** In document order; keyed by state name. */
  readonly states: Readonly<Record<string, CompiledState>>;
  /** JSON pointers into the input whose values are sensitive. */
  readonly sensitiveInput: readonly string[];
  readonly machine: MachineConfig;
  readonly graph: GraphView;
}
