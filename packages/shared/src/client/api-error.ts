import type { SagaView } from "../api/saga.ts";
import type { Problem } from "../errors/problem.ts";

/** The engine answered no. `problem` says why and what to do; its extensions (`saga`, `diagnostics`, …) are members of it. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** When to come again, if the engine said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: Problem, more: { readonly status: number; readonly retryAfterSeconds?: number | undefined }) {
    super(problem.detail);
    this.name = "ApiError";
    this.status = more.status;
    this.problem = problem;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/**
 * There was no answer, or not from an engine. Whether a request that changes something arrived is unknown:
 * send it again with the same idempotency key, or ask for what came of the key.
 */
export class UnreachableError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = "UnreachableError";
  }
}

/** The saga as it is now, out of a 412; null for every other error. */
export function currentSagaOf(error: ApiError): SagaView | null {
  const { saga } = error.problem;
  // The engine states the extension in its schema (StaleExtension) and checks its answers against it.
  return error.status === 412 && typeof saga === "object" && saga !== null ? (saga as SagaView) : null;
}
