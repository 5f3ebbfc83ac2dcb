import type { CommandView, Problem, SagaView } from "@skald/shared";
import { EngineProblem } from "#lib/api.ts";

/** Where a sent command stands, as far as the console knows. It never says failed when it does not know. */
export type Outcome =
  | { readonly kind: "none" }
  | { readonly kind: "sending" }
  | { readonly kind: "accepted"; readonly command: CommandView }
  /** 412: the saga has moved. The newest saga may have come with the answer. */
  | { readonly kind: "stale"; readonly saga: SagaView | null }
  | { readonly kind: "planChanged" }
  | { readonly kind: "refused"; readonly status: number; readonly problem: Partial<Problem> }
  /** Nobody knows whether the engine has it. */
  | { readonly kind: "unknown" }
  | { readonly kind: "checking" }
  /** The engine was asked and has no such command: it may be sent again under the same key. */
  | { readonly kind: "absent" };

/** What a failed sending means. */
export function outcomeOfError(error: unknown): Outcome {
  // A gateway that answers for the engine knows no more than silence does.
  if (!(error instanceof EngineProblem) || error.status === 502 || error.status === 504) return { kind: "unknown" };
  if (error.status === 412) return { kind: "stale", saga: (error.problem.saga as SagaView | undefined) ?? null };
  if (error.problem.code === "PLAN_CHANGED") return { kind: "planChanged" };

  return error.status >= 500 && error.problem.code !== "NOT_READY"
    ? { kind: "unknown" }
    : { kind: "refused", status: error.status, problem: error.problem };
}

/** What the engine's own record of a command means. */
export function outcomeOfCommand(command: CommandView): Outcome {
  if (command.state !== "refused") return { kind: "accepted", command };

  return {
    kind: "refused",
    status: 409,
    problem: { title: "The engine refused the command", detail: command.result ?? "It gave no rule." },
  };
}
