import { isJsonArray, isJsonObject, type Json, type JsonObject, parseDuration } from "@skald/shared";
import { DOCUMENT, documentOf, type Environment, withValues } from "../../flow/flow.ts";
import { expressionOf } from "../../term/render-term.ts";
import { objectOf, type Term, tight } from "../../term/term.ts";
import { durationText } from "../durations.ts";
import { expressionAt, fieldAt, tellAt, textIn } from "../place.ts";

import { errorTypesOf } from "./errors.ts";
import { type Caught, placeOf, type Task, type TaskScope, usedOf } from "./flow-source.ts";
import { behindInside, enterInside, holdId } from "./inside.ts";

// A try is no scope of ours: each step inside it gets the catch, and a retry of the whole becomes one of every call.

const ERROR: Term = objectOf([
  ["type", tight("error.type")],
  ["status", tight("error.status")],
  ["title", tight("error.type")],
  ["detail", tight("error.detail")],
  ["instance", tight("error.state")],
]);

/** A try with its catch. */
export function addTry(scope: TaskScope, task: Task): void {
  const { at, json } = task;
  const caught = fieldAt(json, "catch");
  const handling = isJsonObject(caught) ? caught : {};
  const to = behindInside(scope, task);
  holdId(scope, task);
  const deeper: TaskScope = { ...scope, depth: scope.depth + 1 };
  const handler = fieldAt(handling, "do");
  const place = [...at, "catch"];
  const start = handler === undefined ? to : scope.source.addTasks(deeper, { json: handler, at: [...place, "do"], to });
  const retry = retryOf(scope, task, handling);
  // A try that only retries lets the last error through.
  const catcher = handler === undefined && retry !== undefined ? [] : [catcherOf(scope, { ...task, to: start }, handling)];
  const inner: TaskScope = { ...deeper, catchers: [...catcher, ...scope.catchers], retry: retry ?? scope.retry };
  const tried = fieldAt(json, "try");
  const count = tried !== undefined && isJsonArray(tried) ? tried.length : 0;
  if (retry !== undefined && count > 1)
    tellAt({ session: scope.source.session, at: [...place, "retry"] }, "changed", [
      `"${task.id}" tries all of its ${count} tasks again; here each call is tried again by itself.`,
      "Make one step of them if they belong together.",
    ]);

  enterInside(scope, task, scope.source.addTasks(inner, { json: tried, at: [...at, "try"], to }));
}

function catcherOf(scope: TaskScope, task: Task, handling: JsonObject): Caught {
  const name = `$${textIn(handling, "as") ?? "error"}`;
  const errors = fieldAt(handling, "errors");
  const filter = isJsonObject(errors) ? fieldAt(errors, "with") : undefined;
  const wanted = isJsonObject(filter) ? filter : {};
  const type = textIn(wanted, "type");
  const behindRaised = (entry: Environment, error: Term): Environment =>
    withValues(entry, [
      [name, error],
      [DOCUMENT, documentOf(entry)],
    ]);

  return {
    errors: type === undefined ? ["*"] : errorTypesOf(type),
    when: (entry) => conditionOf(scope, { task, handling, wanted }, withValues(entry, [[name, ERROR]])),
    to: task.to,
    behind: (entry) => behindRaised(entry, ERROR),
    behindRaised,
    takes: (raised) => type === undefined || type === raised,
  };
}

interface Handling {
  readonly task: Task;
  readonly handling: JsonObject;
  readonly wanted: JsonObject;
}

function conditionOf(scope: TaskScope, { task, handling, wanted }: Handling, entry: Environment): string | undefined {
  const at = [...task.at, "catch"];
  const status = fieldAt(wanted, "status");
  const tests: Term[] = typeof status === "number" ? [tight(`error.status == ${status}`)] : [];
  const when = textIn(handling, "when");
  const except = textIn(handling, "exceptWhen");
  if (when !== undefined) tests.push(expressionAt(when, placeOf(scope, [...at, "when"], { entry, document: ERROR })));
  if (except !== undefined) tests.push(negated(expressionAt(except, placeOf(scope, [...at, "exceptWhen"], { entry, document: ERROR }))));
  const kept = tests.filter((test) => test.kind === "cel");
  if (kept.length === 0) return undefined;

  return expressionOf(tight(kept.map(({ text }) => (kept.length === 1 ? text : `(${text})`)).join(" && ")));
}

function negated(term: Term): Term {
  return term.kind === "cel" ? tight(`!(${term.text})`) : term;
}

const DELAY_MAX_MS = 10_000;

function retryOf(scope: TaskScope, task: Task, handling: JsonObject): JsonObject | undefined {
  const given = fieldAt(handling, "retry");
  const policy = typeof given === "string" ? usedOf(scope, "retries", given) : given;
  if (!isJsonObject(policy)) return given === undefined ? undefined : { attempts: 3 };
  if (fieldAt(policy, "when") !== undefined || fieldAt(policy, "exceptWhen") !== undefined)
    tellAt({ session: scope.source.session, at: [...task.at, "catch", "retry"] }, "changed", [
      `"${task.id}" retries some errors only; here all that may be repeated are.`,
      "Say retry: true or retry: false under errors of the operation.",
    ]);

  return retryFrom(policy);
}

function retryFrom(policy: JsonObject): JsonObject {
  const limit = recordAt(policy, "limit");
  const count = Number(fieldAt(recordAt(limit, "attempt"), "count") ?? 2);
  const attempts = Math.min(1_000, Math.max(1, (Number.isInteger(count) ? count : 2) + 1));
  const delay = durationText(fieldAt(policy, "delay")) ?? "1s";
  const within = durationText(fieldAt(limit, "duration"));
  const backoff = recordAt(policy, "backoff");
  const isGrowing = fieldAt(backoff, "exponential") !== undefined || fieldAt(backoff, "linear") !== undefined;
  const delayMs = parseDuration(delay) ?? 0;

  return {
    attempts,
    delay,
    multiplier: isGrowing ? 2 : 1,
    ...(delayMs > DELAY_MAX_MS ? { maxDelay: delay } : {}),
    jitter: fieldAt(policy, "jitter") === undefined ? "none" : "full",
    ...(within === undefined ? {} : { within }),
  };
}

function recordAt(json: JsonObject, field: string): JsonObject {
  const value: Json | undefined = fieldAt(json, field);

  return isJsonObject(value) ? value : {};
}
