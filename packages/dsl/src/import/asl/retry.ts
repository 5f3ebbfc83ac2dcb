import { formatDuration, type JsonObject } from "@skald/shared";
import { errorNames, ownErrors } from "./errors.ts";
import { type AslState, fieldOf, objectsOf, tellOf } from "./machine.ts";

/** The first retrier of a state as a `retry`; undefined when there is none. */
export function retryOf(state: AslState): JsonObject | undefined {
  const retriers = objectsOf(fieldOf(state, "Retry"));
  const [first] = retriers;
  if (first === undefined) return undefined;
  if (retriers.length > 1)
    tellOf(state, "Retry", {
      kind: "changed",
      what: `Only the first of the ${retriers.length} retriers of "${state.id}" is kept: a step has one retry, whatever the error.`,
      remedy: "Say retry: true or retry: false for single errors under errors of the operation.",
    });

  return retryFrom(first);
}

/** The names of errors that the kept retrier repeats. */
export function retriedErrors(state: AslState): readonly string[] {
  const [first] = objectsOf(fieldOf(state, "Retry"));

  return first === undefined ? [] : ownErrors(errorNames(first["ErrorEquals"]));
}

const ATTEMPTS_MAX = 1_000;

/** A retrier as a `retry`. */
function retryFrom(retrier: JsonObject): JsonObject {
  const attempts = Math.min(ATTEMPTS_MAX, Math.floor(numberIn(retrier, "MaxAttempts") ?? 3) + 1);
  const delay = numberIn(retrier, "IntervalSeconds") ?? 1;
  const rate = numberIn(retrier, "BackoffRate") ?? 2;
  const longest = numberIn(retrier, "MaxDelaySeconds");
  if (attempts <= 1) return { attempts: 1 };

  const multiplier = Math.min(100, Math.max(1, rate));
  const last = delay * multiplier ** Math.min(60, attempts - 2);

  return {
    attempts,
    delay: secondsText(delay),
    multiplier,
    ...(longest === undefined && last <= DELAY_MAX_SECONDS ? {} : { maxDelay: secondsText(longest ?? last) }),
    jitter: retrier["JitterStrategy"] === "FULL" ? "full" : "none",
  };
}

// The source does not bound delays; ours are bounded at 10 s unless told.
const DELAY_MAX_SECONDS = 10;

function numberIn(json: JsonObject, field: string): number | undefined {
  const value = json[field];

  return typeof value === "number" && value >= 0 ? value : undefined;
}

const DURATION_MAX_SECONDS = 400 * 86_400;

/** Seconds as a duration, at most 400 days. */
export function secondsText(seconds: number): string {
  return formatDuration(Math.round(Math.min(DURATION_MAX_SECONDS, Math.max(0, seconds)) * 1000));
}

/** Says that a state without a call of its own repeats nothing. */
export function tellNoRetry(state: AslState, what: string): void {
  if (objectsOf(fieldOf(state, "Retry")).length === 0) return;
  tellOf(state, "Retry", {
    kind: "dropped",
    what: `"${state.id}" is not tried again: ${what} has no retry.`,
    remedy: "Retry the steps inside it, or catch the error and lead back.",
  });
}
