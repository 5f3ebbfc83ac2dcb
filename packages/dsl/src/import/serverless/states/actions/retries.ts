import type { JsonObject } from "@skald/shared";
import { durationAt, maxDelayFor } from "../../durations.ts";
import { fieldAt, textIn } from "../../fields.ts";
import { jitterOf } from "../../jitter.ts";
import { numberAt } from "../../number-at.ts";
import { type Place, tellAt } from "../../place.ts";
import type { Listed } from "../../unread.ts";
import type { Workflow } from "../workflow.ts";

/** The `retry` of an action; the source repeats nothing that names no strategy. */
export function retryOf({ session, retries }: Workflow, { json, at }: Listed): { readonly retry?: JsonObject } {
  const name = textIn(json, "retryRef");
  if (name === undefined) return {};
  for (const field of ["retryableErrors", "nonRetryableErrors"])
    if (fieldAt(json, field) !== undefined)
      tellAt({ session, at: [...at, field] }, "changed", [
        `The retry "${name}" holds for some errors; here it holds for all that may be repeated.`,
        "Say retry: true or retry: false under errors of the operation.",
      ]);
  const found = retries.get(name);
  if (found === undefined) {
    tellAt({ session, at: [...at, "retryRef"] }, "changed", [
      `The retry "${name}" is not defined in the source; the defaults are taken.`,
      "Write the attempts and delays that are meant.",
    ]);
    return { retry: { attempts: 3 } };
  }
  if (fieldAt(found.json, "increment") !== undefined)
    tellAt({ session, at: [...found.at, "increment"] }, "changed", [
      `The delays of the retry "${name}" grow by a fixed amount; here they are multiplied.`,
      "Choose a multiplier.",
    ]);

  return { retry: retryFrom({ session, at: found.at }, found.json, name) };
}

const ATTEMPTS_MAX = 1_000;
const MULTIPLIER_MAX = 100;

function retryFrom(spot: Pick<Place, "session" | "at">, json: JsonObject, name: string): JsonObject {
  const of = `the retry "${name}"`;
  const durationOf = (field: "delay" | "maxDelay"): string | undefined =>
    durationAt({ ...spot, at: [...spot.at, field] }, fieldAt(json, field), `The ${field} of ${of}`);
  const tries = numberAt(spot, { json, field: "maxAttempts", of }, 2);
  const multiplier = numberAt(spot, { json, field: "multiplier", of }, 1);
  const delay = durationOf("delay") ?? "100ms";
  const longest = durationOf("maxDelay");

  return {
    attempts: Math.min(ATTEMPTS_MAX, Math.max(1, Math.floor(tries) + 1)),
    delay,
    multiplier: Math.min(MULTIPLIER_MAX, Math.max(1, multiplier)),
    ...(longest === undefined ? maxDelayFor(delay) : { maxDelay: longest }),
    jitter: jitterOf({ ...spot, at: [...spot.at, "jitter"] }, fieldAt(json, "jitter"), of),
  };
}
