import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";

// A source may have any shape: what is missing, or of another kind than is meant, reads as undefined or empty.

/** What a chain of fields leads to; undefined where one of them is missing. */
export function fieldAt(json: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(memberOf, json);
}

/** The text a chain of fields leads to. */
export function textIn(json: Json | undefined, ...path: readonly string[]): string | undefined {
  const value = fieldAt(json, ...path);

  return typeof value === "string" ? value : undefined;
}

/** The object a chain of fields leads to; an empty one where there is none. */
export function objectIn(json: Json | undefined, ...path: readonly string[]): JsonObject {
  const value = fieldAt(json, ...path);

  return isJsonObject(value) ? value : {};
}

/** The list under a field; an empty one where there is none. */
export function listIn(json: Json | undefined, field: string): readonly Json[] {
  const value = memberOf(json, field);

  return value !== undefined && isJsonArray(value) ? value : [];
}

function memberOf(json: Json | undefined, field: string): Json | undefined {
  return isJsonObject(json) && Object.hasOwn(json, field) ? json[field] : undefined;
}
