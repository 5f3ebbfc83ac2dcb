import { isJsonObject, type Json, STEP_KINDS } from "@skald/shared";
import { durationAt, flagAt, listAt, memberOf, objectAt, textAt, writtenAt } from "../read-json.ts";
import type { TaskCall, TaskState } from "../state-model.ts";
import { buildCall, buildErrorRules, buildRetry, buildUndo, buildUndoRetry, buildVerify, RETRY_DEFAULT, templateAt } from "./build-call.ts";
import { buildCatches, buildLocks, buildOperationCall, nextOf } from "./build-parts.ts";

/** A state that calls. */
export function buildTask(name: string, json: Json): TaskState {
  const call = buildTaskCall(memberOf(json, "call"));
  const kind = textAt(json, "kind");
  const retry = memberOf(json, "retry");

  return {
    type: "task",
    name,
    call,
    with: memberOf(json, "with") ?? {},
    kind: STEP_KINDS.find((each) => each === kind) ?? null,
    // What is not of a catalogue has none to take a policy from.
    retry: retry === undefined && call.kind === "operation" ? null : buildRetry(retry, RETRY_DEFAULT),
    timeoutMs: durationAt(json, "timeout"),
    catch: buildCatches(json),
    compensate: buildUndo(memberOf(json, "compensate")),
    undoRetry: buildUndoRetry(memberOf(json, "compensate")),
    verify: buildVerify(memberOf(json, "verify")),
    errors: memberOf(json, "errors") === undefined ? null : buildErrorRules(listAt(json, "errors")),
    output: templateAt(json, "output"),
    optional: flagAt(json, "optional"),
    irreversible: flagAt(json, "irreversible"),
    locks: buildLocks(json),
    await: buildAwait(memberOf(json, "await")),
    idempotencyKey: textAt(json, "idempotencyKey"),
    next: nextOf(json),
  };
}

function buildTaskCall(json: Json | undefined): TaskCall {
  const worker = objectAt(json, "worker");
  if (worker !== null) return { kind: "worker", queue: writtenAt(worker, "queue") };
  if (isJsonObject(json)) return { kind: "http", call: buildCall(json) };

  return buildOperationCall(json);
}

function buildAwait(json: Json | undefined): TaskState["await"] {
  return json === undefined ? null : { timeoutMs: durationAt(json, "timeout") };
}
