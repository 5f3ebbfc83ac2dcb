import type { CompiledFamily } from "@skald/dsl";
import type { ErrorCode, ProblemItem, SimulateRequest, SimulateView } from "@skald/shared";

/** What the thread is asked to play. */
export interface SimulationTask {
  readonly family: CompiledFamily;
  readonly request: SimulateRequest;
}

/** What it answers: the play, the problem of the request, or a defect. */
export type SimulationAnswer =
  | { readonly kind: "played"; readonly view: SimulateView }
  | { readonly kind: "refused"; readonly code: ErrorCode; readonly detail: string; readonly errors: readonly ProblemItem[] }
  | { readonly kind: "defect"; readonly error: unknown };
