import type { Json, JsonObject } from "@skald/shared";
import { objectIn } from "../fields.ts";

/** The attributes a filter of events asks for that are plain texts here too: the type and the source. */
export function plainAttributes(filter: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(objectIn(filter, "with")).filter(([name, value]) => ["type", "source"].includes(name) && isPlain(value));
}

/** Whether a value is a text without expressions. */
export function isPlain(value: Json): boolean {
  return typeof value === "string" && value !== "" && !value.includes("${");
}
