import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { memberOf } from "../../model/read-json.ts";

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
