import { type Json, type JsonObject, parseDuration } from "@skald/shared";
import { numberAt, textAt, writtenAt } from "../../model/read-json.ts";

/** What may pass by itself. A refusal is none of it: that is an answer. */
const TRANSIENT: readonly string[] = [
  "States.Timeout",
  "States.Http.Socket",
  ...[408, 425, 429, 500, 502, 503, 504].map((status) => `States.Http.StatusCode.${status}`),
];

/** A retry policy as `Retry`; delays are whole seconds there, at least one. Empty when there is one attempt only. */
export function retryField(retry: Json | undefined): JsonObject {
  const attempts = numberAt(retry, "attempts") ?? 3;
  if (attempts <= 1) return {};

  return {
    Retry: [
      {
        ErrorEquals: [...TRANSIENT],
        IntervalSeconds: secondsOf(writtenAt(retry, "delay", "100ms")),
        BackoffRate: Math.max(1, numberAt(retry, "multiplier") ?? 2),
        MaxAttempts: attempts - 1,
        MaxDelaySeconds: Math.max(2, secondsOf(writtenAt(retry, "maxDelay", "10s"))),
        ...(textAt(retry, "jitter") === "none" ? {} : { JitterStrategy: "FULL" }),
      },
    ],
  };
}

/** After the pivot a step is tried until it works. */
export const RETRY_FOR_EVER: JsonObject = {
  Retry: [
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

/** Whether a policy loses something in whole seconds. */
export function isRounded(retry: Json | undefined): boolean {
  const ms = parseDuration(writtenAt(retry, "delay", "100ms")) ?? 1000;

  return ms % 1000 !== 0 && (numberAt(retry, "attempts") ?? 3) > 1;
}

/** Whole seconds of a duration, at least one. */
export function secondsOf(duration: string): number {
  return Math.max(1, Math.ceil((parseDuration(duration) ?? 1000) / 1000));
}
