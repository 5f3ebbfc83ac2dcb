import { isJsonObject, type JsonObject } from "@skald/shared";
import { durationAt, maxDelayFor } from "../durations.ts";
import { fieldAt, objectIn } from "../fields.ts";
import { jitterOf } from "../jitter.ts";
import { numberAt } from "../number-at.ts";
import { tellAt } from "../place.ts";
import { tellUnread } from "../unread.ts";
import { type Task, type TaskScope, usedOf } from "./flow-source.ts";

const FIELDS = ["when", "exceptWhen", "delay", "backoff", "jitter", "limit"];

/** The retry a catch asks for. */
export function retryOf(scope: TaskScope, task: Task, handling: JsonObject): JsonObject | undefined {
  const { session } = scope.source;
  const given = fieldAt(handling, "retry");
  if (given === undefined) return undefined;
  const at = typeof given === "string" ? ["use", "retries", given] : [...task.at, "catch", "retry"];
  const policy = typeof given === "string" ? usedOf(scope, "retries", given) : given;
  if (!isJsonObject(policy)) {
    tellAt({ session, at: [...task.at, "catch", "retry"] }, "changed", [
      `The retry of "${task.id}" is not defined in the source; the defaults are taken.`,
      "Write the attempts and delays that are meant.",
    ]);
    return { attempts: 3 };
  }
  tellUnread({ session, at }, { json: policy, of: `the retry of "${task.id}"` }, FIELDS);
  const isNarrow = ["when", "exceptWhen"].some((field) => fieldAt(policy, field) !== undefined || fieldAt(handling, field) !== undefined);
  if (isNarrow || fieldAt(handling, "errors") !== undefined)
    tellAt({ session, at }, "changed", [
      `"${task.id}" retries some errors only; here all that may be repeated are.`,
      "Say retry: true or retry: false under errors of the operation.",
    ]);

  return retryFrom(scope, { ...task, at }, policy);
}

const RETRIES_PRESET = 2;

function retryFrom({ source: { session } }: TaskScope, { id, at }: Pick<Task, "id" | "at">, policy: JsonObject): JsonObject {
  const of = `the retry of "${id}"`;
  const limit = { session, at: [...at, "limit"] };
  const attempt = { session, at: [...limit.at, "attempt"] };
  tellUnread(limit, { json: objectIn(policy, "limit"), of }, ["attempt", "duration"]);
  tellUnread(attempt, { json: objectIn(policy, "limit", "attempt"), of }, ["count"]);
  const count = numberAt(attempt, { json: objectIn(policy, "limit", "attempt"), field: "count", of }, undefined);
  const within = durationAt(limit, fieldAt(policy, "limit", "duration"), `The limit of ${of}`);
  if (count === undefined)
    tellAt({ session, at }, "changed", [
      `The retry of "${id}" has no limit of attempts; here a call is tried ${RETRIES_PRESET + 1} times.`,
      "Write the attempts that are meant.",
    ]);
  const delay = durationAt({ session, at: [...at, "delay"] }, fieldAt(policy, "delay"), `The delay of ${of}`) ?? "1s";

  return {
    attempts: Math.min(1_000, Math.max(1, Math.floor(count ?? RETRIES_PRESET) + 1)),
    delay,
    multiplier: multiplierOf({ session, at: [...at, "backoff"] }, policy, of),
    ...maxDelayFor(delay),
    jitter: jitterOf({ session, at: [...at, "jitter"] }, fieldAt(policy, "jitter"), of),
    ...(within === undefined ? {} : { within }),
  };
}

function multiplierOf(spot: Parameters<typeof tellAt>[0], policy: JsonObject, of: string): number {
  const backoff = objectIn(policy, "backoff");
  tellUnread(spot, { json: backoff, of }, ["constant", "exponential", "linear"]);
  if (fieldAt(backoff, "linear") !== undefined)
    tellAt(spot, "changed", [`The delays of ${of} grow by a fixed amount; here each is twice the last.`, "Choose a multiplier."]);

  return fieldAt(backoff, "exponential") === undefined && fieldAt(backoff, "linear") === undefined ? 1 : 2;
}
