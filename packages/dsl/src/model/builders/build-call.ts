import type { Json } from "@skald/shared";
import { durationAt, flagAt, listAt, memberOf, numberAt, objectAt, textAt, textItems, textsAt, wordAt, writtenAt } from "../read-json.ts";
import type { CallModel, ErrorRule, RetryModel, SqlModel, Template, VerifyModel } from "../service-model.ts";

/** How often a call is tried when nobody says otherwise. */
export const RETRY_DEFAULT: RetryModel = { attempts: 3, delayMs: 100, multiplier: 2, maxDelayMs: 10_000, jitter: "full", withinMs: null };

/** The call of a document, in place (`http`), to a path of the service, or in SQL. */
export function buildCall(json: Json | undefined): CallModel {
  const call = objectAt(json, "http") ?? json;
  const sql = buildSql(call);

  return {
    method: writtenAt(call, "method", "POST"),
    path: textAt(call, "path"),
    url: textAt(call, "url"),
    query: objectAt(call, "query") ?? {},
    headers: textsAt(call, "headers"),
    body: memberOf(call, "body") ?? null,
    hasBody: memberOf(call, "body") !== undefined,
    accept: listAt(call, "accept").filter((status) => typeof status === "number"),
    ...(sql === null ? {} : { sql }),
  };
}

function buildSql(call: Json | undefined): SqlModel | null {
  if (memberOf(call, "sql") === undefined) return null;
  const one = textAt(call, "sql");

  return { statements: one === null ? textItems(listAt(call, "sql")) : [one], bind: listAt(call, "bind") };
}

/** A retry policy; what it leaves out is taken from `preset`. */
export function buildRetry(json: Json | undefined, preset: RetryModel): RetryModel {
  return {
    attempts: numberAt(json, "attempts") ?? preset.attempts,
    delayMs: durationAt(json, "delay") ?? preset.delayMs,
    multiplier: numberAt(json, "multiplier") ?? preset.multiplier,
    maxDelayMs: durationAt(json, "maxDelay") ?? preset.maxDelayMs,
    jitter: textAt(json, "jitter") === null ? preset.jitter : wordAt(json, "jitter", ["full", "none"]),
    withinMs: durationAt(json, "within") ?? preset.withinMs,
  };
}

/** The rules that overrule the table of outcomes. */
export function buildErrorRules(items: readonly Json[]): readonly ErrorRule[] {
  return items.map((item) => ({
    when: writtenAt(item, "when"),
    type: writtenAt(item, "type"),
    outcome: wordAt(item, "outcome", ["refused", "notDone", "busy", "unknown"]),
    retry: flagAt(item, "retry"),
  }));
}

/** The question about an unknown outcome; null if there is none. */
export function buildVerify(json: Json | undefined): VerifyModel | null {
  if (json === undefined) return null;

  return {
    call: buildCall(memberOf(json, "call")),
    happened: writtenAt(json, "happened"),
    output: templateAt(json, "output"),
    conclusive: flagAt(json, "conclusive"),
  };
}

/** The undo; null if there is none. */
export function buildUndo(json: Json | undefined): CallModel | null {
  return json === undefined ? null : buildCall(memberOf(json, "call"));
}

/** How an undo is retried; null where nothing is said of that. */
export function buildUndoRetry(json: Json | undefined): RetryModel | null {
  const retry = memberOf(json, "retry");

  return retry === undefined ? null : buildRetry(retry, RETRY_DEFAULT);
}

/** A template, null when absent. */
export function templateAt(json: Json | undefined, name: string): Template | null {
  return memberOf(json, name) ?? null;
}
