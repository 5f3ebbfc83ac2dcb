import type { RetryModel } from "@skald/dsl";

/** A try that failed and might be made again. */
export interface FailedTry {
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** When the first attempt of the visit began, milliseconds. */
  readonly firstAtMs: number;
  readonly nowMs: number;
  /** The participant's own word; null when it gave none. */
  readonly retryAfterMs: number | null;
  /** Waiting for an open breaker burns no attempt (R22). */
  readonly breakerOpen: boolean;
  /** In [0, 1). */
  readonly random: number;
}

/** How long to wait before the next attempt, or null when the policy gives up. */
export function delayBeforeRetry(policy: RetryModel, failed: FailedTry): number | null {
  const delayMs = delayForEver(policy, failed);
  if (failed.breakerOpen) return delayMs;
  if (failed.attempt >= policy.attempts) return null;

  const over = policy.withinMs !== null && failed.nowMs + delayMs > failed.firstAtMs + policy.withinMs;
  return over ? null : delayMs;
}

/** The delay of an endless policy: as `delayBeforeRetry`, without an end of attempts or of time. */
export function delayForEver(policy: RetryModel, failed: FailedTry): number {
  if (failed.breakerOpen) return Math.round((failed.retryAfterMs ?? policy.maxDelayMs) * (1 + failed.random));

  return Math.max(backoffMs(policy, failed.attempt, failed.random), failed.retryAfterMs ?? 0);
}

/** Full jitter draws from the whole delay, so that many sagas that failed together do not come back together. */
function backoffMs(policy: RetryModel, attempt: number, random: number): number {
  const cappedMs = Math.min(policy.maxDelayMs, policy.delayMs * policy.multiplier ** (attempt - 1));

  return Math.round(policy.jitter === "full" ? cappedMs * random : cappedMs);
}
