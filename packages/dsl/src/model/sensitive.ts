import { isJsonObject } from "@skald/shared";
import type { JsonSchema } from "./service-model.ts";

const DEPTH_MAX = 32;

/** Paths of everything a schema marks `sensitive: true`. `*` stands for any item of a list. */
export function sensitivePaths(schema: JsonSchema | null, at: readonly string[] = []): readonly (readonly string[])[] {
  if (!isJsonObject(schema) || at.length > DEPTH_MAX) return [];
  if (schema["sensitive"] === true) return [at];

  const properties = isJsonObject(schema["properties"]) ? Object.entries(schema["properties"]) : [];
  const inside = properties.flatMap(([name, child]) => (isJsonObject(child) ? sensitivePaths(child, [...at, name]) : []));
  const items = schema["items"];

  return isJsonObject(items) ? [...inside, ...sensitivePaths(items, [...at, "*"])] : inside;
}

/** Whether reading a path gives something sensitive: a part of it, or a whole that holds it. */
export function touchesSensitive(path: readonly string[], sensitive: readonly (readonly string[])[]): boolean {
  return sensitive.some((each) => isSameAsFarAsBothGo(each, path));
}

function isSameAsFarAsBothGo(left: readonly string[], right: readonly string[]): boolean {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    if (left[index] !== right[index] && left[index] !== "*" && right[index] !== "*") return false;
  }
  return true;
}
