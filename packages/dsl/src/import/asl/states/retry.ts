import { formatDuration, type JsonObject } from "@skald/shared";
import { Refusal } from "../../session.ts";
import { type AslState, entriesOf, fieldOf, tellOf } from "../machine.ts";
import { errorTypes, namesIn, ownErrors } from "./errors.ts";

/** What a state repeats, and how often. */
export interface Retrier {
  /** As the source names them. */
  readonly errors: readonly string[];
  readonly maxAttempts: number;
  readonly intervalSeconds: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly isJittered: boolean;
}

/**
 * The retriers of a state, in their order.
 *
 * @throws Refusal when one of them breaks a rule.
 */
export function retriersOf(state: AslState): readonly Retrier[] {
  return entriesOf(state, "Retry").map((retrier) => ({
    errors: namesIn(retrier),
    maxAttempts: numberIn(retrier, "MaxAttempts", { preset: 3, least: 0 }),
    intervalSeconds: numberIn(retrier, "IntervalSeconds", { preset: 1, least: 0 }),
    backoffRate: numberIn(retrier, "BackoffRate", { preset: 2, least: 1 }),
    maxDelaySeconds:
      fieldOf(retrier, "MaxDelaySeconds") === undefined ? undefined : numberIn(retrier, "MaxDelaySeconds", { preset: 1, least: 1 }),
    isJittered: isJittered(retrier),
  }));
}

function numberIn(retrier: AslState, field: string, { preset, least }: { readonly preset: number; readonly least: number }): number {
  const value = fieldOf(retrier, field) ?? preset;
  if (typeof value === "number" && value >= least) return value;

  throw new Refusal(
    [...retrier.at, field],
    `"${field}" of a retrier of "${retrier.id}" is ${JSON.stringify(value)}, and must be a number of at least ${least}.`,
    "Give such a number.",
  );
}

function isJittered(retrier: AslState): boolean {
  const strategy = fieldOf(retrier, "JitterStrategy") ?? "NONE";
  if (strategy === "FULL" || strategy === "NONE") return strategy === "FULL";

  throw new Refusal(
    [...retrier.at, "JitterStrategy"],
    `"JitterStrategy" of a retrier of "${retrier.id}" is ${JSON.stringify(strategy)}, and must be FULL or NONE.`,
    "Write one of the two.",
  );
}

/** The first retrier of a state as a `retry`; undefined when there is none. */
export function retryOf(state: AslState, retriers: readonly Retrier[]): JsonObject | undefined {
  const [first] = retriers;
  if (first === undefined) return undefined;
  if (retriers.length > 1)
    tellOf(state, "Retry", {
      kind: "changed",
      what: `Only the first of the ${retriers.length} retriers of "${state.id}" is kept: a step has one retry, whatever the error.`,
      remedy: "Say retry: true or retry: false for single errors under errors of the operation.",
    });
  else if (first.maxAttempts > 0 && !repeatsAll(first) && !errorTypes(first.errors).includes("Unavailable"))
    tellOf(state, "Retry", {
      kind: "changed",
      what: `"${state.id}" repeats ${first.errors.map((name) => `"${name}"`).join(", ")} alone; a step here also repeats calls that get no answer or one that asks for patience.`,
      remedy: "Say retry: false for the errors of the operation that must not be repeated.",
    });

  return retryFrom(first);
}

/** Whether a retrier repeats every failure of a task. */
export function repeatsAll({ errors }: Retrier): boolean {
  return errors.includes("States.ALL") || errors.includes("States.TaskFailed");
}

/** The names of errors that the kept retrier repeats. */
export function retriedErrors([first]: readonly Retrier[]): readonly string[] {
  return first === undefined ? [] : ownErrors(first.errors);
}

const ATTEMPTS_MAX = 1_000;
const MULTIPLIER_MAX = 100;

function retryFrom({ maxAttempts, intervalSeconds, backoffRate, maxDelaySeconds, isJittered: jittered }: Retrier): JsonObject {
  const attempts = Math.min(ATTEMPTS_MAX, Math.floor(maxAttempts) + 1);
  if (attempts === 1) return { attempts };
  const multiplier = Math.min(MULTIPLIER_MAX, backoffRate);
  const last = intervalSeconds * multiplier ** Math.min(60, attempts - 2);

  return {
    attempts,
    delay: secondsText(intervalSeconds),
    multiplier,
    ...(maxDelaySeconds === undefined && last <= DELAY_MAX_SECONDS ? {} : { maxDelay: secondsText(maxDelaySeconds ?? last) }),
    jitter: jittered ? "full" : "none",
  };
}

// The source does not bound delays; ours are bounded at 10 s unless told.
const DELAY_MAX_SECONDS = 10;

const DURATION_MAX_SECONDS = 400 * 86_400;

/** Seconds as a duration, at most 400 days. */
export function secondsText(seconds: number): string {
  return formatDuration(Math.round(Math.min(DURATION_MAX_SECONDS, seconds) * 1000));
}

/** Says that a state without a call of its own repeats nothing. */
export function tellNoRetry(state: AslState, what: string): void {
  if (retriersOf(state).length === 0) return;
  tellOf(state, "Retry", {
    kind: "dropped",
    what: `"${state.id}" is not tried again: ${what} has no retry.`,
    remedy: "Retry the steps inside it, or catch the error and lead back.",
  });
}
