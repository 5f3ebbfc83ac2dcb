import type { Json, JsonObject } from "@skald/shared";
import type { RetryModel } from "../../../model/service-model.ts";

/** What may pass by itself. A refusal is none of it: that is an answer. */
const TRANSIENT: readonly string[] = [
  "States.Timeout",
  "States.Http.Socket",
  ...[408, 425, 429, 500, 502, 503, 504].map((status) => `States.Http.StatusCode.${status}`),
];

/** What is tried again besides what may pass, and what is not. */
export interface RetriedErrors {
  readonly more: readonly string[];
  readonly never: readonly string[];
}

const NOTHING_MORE: RetriedErrors = { more: [], never: [] };

/** A retry policy as `Retry`; delays are whole seconds there, at least one. Empty when there is one attempt only. */
export function retryField(
  { attempts, delayMs, maxDelayMs, multiplier, jitter }: RetryModel,
  { more, never } = NOTHING_MORE,
): Readonly<Record<string, Json>> {
  if (attempts <= 1) return {};
  const interval = secondsOf(Math.min(delayMs, maxDelayMs));

  return {
    Retry: [
      {
        ErrorEquals: [...TRANSIENT, ...more].filter((error) => !never.includes(error)),
        IntervalSeconds: interval,
        BackoffRate: Math.max(1, multiplier),
        MaxAttempts: attempts - 1,
        MaxDelaySeconds: Math.max(interval + 1, secondsOf(maxDelayMs)),
        ...(jitter === "none" ? {} : { JitterStrategy: "FULL" }),
      },
    ],
  };
}

/** Tried until it works, but for what is certain to fail again. */
export function retryForEver(never: readonly string[]): JsonObject {
  return {
    Retry: [
      { ErrorEquals: ["States.QueryEvaluationError", ...never], MaxAttempts: 0 },
      {
        ErrorEquals: ["States.ALL"],
        IntervalSeconds: 1,
        BackoffRate: 2,
        MaxAttempts: 99_999_999,
        MaxDelaySeconds: 300,
        JitterStrategy: "FULL",
      },
    ],
  };
}

/** Whether a policy loses something in whole seconds. */
export function isRounded({ attempts, delayMs, maxDelayMs }: RetryModel): boolean {
  return attempts > 1 && [delayMs, maxDelayMs].some((ms) => ms % 1000 !== 0);
}

/** Whole seconds, at least one. */
export function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
