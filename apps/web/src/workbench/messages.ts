import type { CompiledSaga } from "@skald/dsl";
import type { Simulation } from "@skald/proof";
import type { Json, ProofView, StepView, ValidateView } from "@skald/shared";

/** A document that is stored in the engine, as far as a text that names it needs it. */
export interface StoredDocument {
  readonly kind: "saga" | "service";
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly source: string;
  /** Of a saga. */
  readonly compiled: CompiledSaga | null;
}

/** What a text names and nobody has given yet. */
export type WantedDocument = Pick<StoredDocument, "kind" | "namespace" | "name">;

/** A text, what of the engine's documents is known, and what the engine runs; null: the whole language. */
export interface ValidateTask {
  readonly kind: "validate";
  readonly text: string;
  readonly stored: readonly StoredDocument[];
  readonly capabilities: readonly string[] | null;
}

export interface Validated {
  readonly view: ValidateView;
  /** With these given too, the view may say something else. */
  readonly wanted: readonly WantedDocument[];
}

/** A saga with the sagas it starts. */
export interface SagaFamily {
  readonly definition: CompiledSaga;
  readonly children: readonly CompiledSaga[];
}

/** One play of a saga: what participants do, in the words of test files, and the seed for what is left open. */
export interface PlayTask extends SagaFamily {
  readonly kind: "play";
  readonly outcomes: Readonly<Record<string, Json>>;
  readonly seed: number | null;
}

export interface Played {
  readonly simulation: Pick<Simulation, "end" | "cause" | "attention" | "path" | "calls" | "undone" | "elapsedMs" | "findings" | "ledger">;
  /** The steps as a saga of the engine would show them; none where they cannot be told apart from those of its members. */
  readonly steps: readonly StepView[];
  readonly phase: "forward" | "compensating";
  readonly problems: readonly string[];
}

interface ProveTask extends SagaFamily {
  readonly kind: "prove";
}

/** What the worker is asked, and what it answers to each. */
export type Task = ValidateTask | PlayTask | ProveTask;
export interface TaskResults {
  readonly validate: Validated;
  readonly play: Played;
  readonly prove: ProofView;
}

/** Messages carry the number of the task they belong to. */
export interface TaskMessage {
  readonly id: number;
  readonly task: Task;
}
export type ResultMessage = { readonly id: number } & (
  | { readonly ok: true; readonly result: TaskResults[Task["kind"]] }
  | { readonly ok: false; readonly message: string }
);
