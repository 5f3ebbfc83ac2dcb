import { isJsonArray, isJsonObject, type Json, type JsonObject, ownMember, parseDuration } from "@skald/shared";
import type { Path } from "../diagnostics/places.ts";

// Readers for values that may have any shape: models are built of documents with mistakes too, so that the checks
// that come later can tell everything at once. What cannot be read becomes the fallback; the schema has told it.

/** A member of an object, undefined for anything else. */
export function memberOf(json: Json | undefined, name: string): Json | undefined {
  return isJsonObject(json) ? ownMember(json, name) : undefined;
}

/** What stands at a place of a document; undefined: nothing. */
export function valueAt(document: JsonObject, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((value, step) => memberOf(value, String(step)), document);
}

export function textAt(json: Json | undefined, name: string): string | null {
  const value = memberOf(json, name);

  return typeof value === "string" ? value : null;
}

/** The text of a member, or what holds where none is written. */
export function writtenAt(json: Json | undefined, name: string, preset = ""): string {
  return textAt(json, name) ?? preset;
}

export function numberAt(json: Json | undefined, name: string): number | null {
  const value = memberOf(json, name);

  return typeof value === "number" ? value : null;
}

export function flagAt(json: Json | undefined, name: string): boolean {
  return memberOf(json, name) === true;
}

export function durationAt(json: Json | undefined, name: string): number | null {
  const value = textAt(json, name);

  return value === null ? null : (parseDuration(value) ?? null);
}

export function listAt(json: Json | undefined, name: string): readonly Json[] {
  const value = memberOf(json, name);

  return value !== undefined && isJsonArray(value) ? value : [];
}

export function objectAt(json: Json | undefined, name: string): JsonObject | null {
  const value = memberOf(json, name);

  return isJsonObject(value) ? value : null;
}

/** The members of an object in document order; none for anything else. */
export function membersAt(json: Json | undefined, name: string): readonly (readonly [string, Json])[] {
  return Object.entries(objectAt(json, name) ?? {});
}

/** The members that are texts. */
export function textsAt(json: Json | undefined, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(membersAt(json, name).filter((entry): entry is readonly [string, string] => typeof entry[1] === "string"));
}

/** The value if it is one of the words, else the first of them. */
export function wordAt<const Word extends string>(json: Json | undefined, name: string, words: readonly [Word, ...Word[]]): Word {
  const value = textAt(json, name);

  return words.find((word) => word === value) ?? words[0];
}

/** The text items of a list. */
export function textItems(items: readonly Json[]): readonly string[] {
  return items.filter((item): item is string => typeof item === "string");
}
