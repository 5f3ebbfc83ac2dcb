import type { JsonObject } from "@skald/shared";
import type { ScopeTypes } from "../../expression/check.ts";

/** Any text. */
export const TEXT = { type: "string" } as const;

/** Names that are known everywhere, so that reading them in the wrong place gets its own diagnostic. */
export const SPECIAL_NAMES: ScopeTypes = { env: "map", secrets: "map" };

/** An object with these members and no others. */
export function closed(properties: JsonObject): JsonObject {
  return { type: "object", properties, additionalProperties: false };
}
