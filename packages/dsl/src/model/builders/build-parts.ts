import { isJsonObject, type Json } from "@skald/shared";
import { durationAt, flagAt, listAt, memberOf, textAt, textItems, wordAt, writtenAt } from "../read-json.ts";
import type { CallWith, CatchModel, LockModel, OperationCall } from "../state-model.ts";

// Parts that several types of states share.

const LOCK_WAIT_DEFAULT_MS = 30_000;

/** The state entered next; null where a state ends its branch or body. A missing one is the empty text: a check tells it. */
export function nextOf(json: Json): string | null {
  const next = textAt(json, "next");
  if (next !== null) return next;

  return flagAt(json, "end") ? null : "";
}

/** The state entered where nothing can end: of a case, of a catch. */
export function targetOf(json: Json): string {
  return writtenAt(json, "next");
}

/** The entries of `catch`. */
export function buildCatches(json: Json): readonly CatchModel[] {
  return listAt(json, "catch").map((entry) => ({
    errors: textItems(listAt(entry, "errors")),
    when: textAt(entry, "when"),
    compensate: flagAt(entry, "compensate"),
    next: targetOf(entry),
  }));
}

/** `alias.operation` in its parts. */
export function buildOperationCall(json: Json | undefined): OperationCall {
  const reference = typeof json === "string" ? json : "";
  const dot = reference.indexOf(".");

  return { kind: "operation", service: reference.slice(0, Math.max(0, dot)), operation: reference.slice(dot + 1) };
}

/** An operation with parameters of its own; null if there is none. */
export function buildCallWith(json: Json | undefined): CallWith | null {
  return json === undefined ? null : { call: buildOperationCall(memberOf(json, "call")), with: memberOf(json, "with") ?? {} };
}

/** One lock or a list of them, in document order: they are taken in the order of their keys once these are rendered (R21). */
export function buildLocks(json: Json): readonly LockModel[] {
  const one = memberOf(json, "lock");

  return (isJsonObject(one) ? [one] : listAt(json, "lock")).map(buildLock);
}

function buildLock(json: Json): LockModel {
  return {
    key: writtenAt(json, "key"),
    mode: wordAt(json, "mode", ["exclusive", "shared"]),
    waitMs: durationAt(json, "wait") ?? LOCK_WAIT_DEFAULT_MS,
    release: wordAt(json, "release", ["saga", "step"]),
  };
}
