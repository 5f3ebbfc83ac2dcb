import { type JsonObject, parseDuration } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { durationText } from "../durations.ts";
import { fieldAt, tellAt, textIn } from "../place.ts";
import type { Workflow } from "./workflow.ts";

/** The `retry` of an action; the source repeats nothing that names no strategy. */
export function retryOf(workflow: Workflow, action: JsonObject, at: Path): { readonly retry?: JsonObject } {
  const name = textIn(action, "retryRef");
  if (name === undefined) return {};
  const found = workflow.retries.get(name);
  for (const field of ["retryableErrors", "nonRetryableErrors"])
    if (fieldAt(action, field) !== undefined)
      tellAt({ session: workflow.session, at: [...at, field] }, "changed", [
        `The retry "${name}" holds for some errors; here it holds for all that may be repeated.`,
        "Say retry: true or retry: false under errors of the operation.",
      ]);
  if (found === undefined) {
    tellAt({ session: workflow.session, at: [...at, "retryRef"] }, "changed", [
      `The retry "${name}" is not defined in the source; the defaults are taken.`,
      "Write the attempts and delays that are meant.",
    ]);
    return { retry: { attempts: 3 } };
  }
  if (fieldAt(found.json, "increment") !== undefined)
    tellAt({ session: workflow.session, at: [...found.at, "increment"] }, "changed", [
      `The delays of the retry "${name}" grow by a fixed amount; here they are multiplied.`,
      "Choose a multiplier.",
    ]);

  return { retry: retryFrom(found.json) };
}

const ATTEMPTS_MAX = 1_000;
const DELAY_MAX_MS = 10_000;

function retryFrom(json: JsonObject): JsonObject {
  const tries = Number(json["maxAttempts"] ?? 2);
  const delay = durationText(fieldAt(json, "delay")) ?? "100ms";
  const longest = durationText(fieldAt(json, "maxDelay"));
  const multiplier = Number(json["multiplier"] ?? 1);
  const attempts = Math.min(ATTEMPTS_MAX, Math.max(1, Math.floor(Number.isFinite(tries) ? tries : 2) + 1));

  return {
    attempts,
    delay,
    multiplier: Math.min(100, Math.max(1, Number.isFinite(multiplier) ? multiplier : 1)),
    ...(longest === undefined ? longDelay(delay) : { maxDelay: longest }),
    jitter: json["jitter"] === undefined ? "none" : "full",
  };
}

function longDelay(delay: string): JsonObject {
  return (parseDuration(delay) ?? 0) > DELAY_MAX_MS ? { maxDelay: delay } : {};
}
