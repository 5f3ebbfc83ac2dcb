import type { Json, JsonObject } from "@skald/shared";
import { isJsonArray, isJsonObject } from "@skald/shared";
import { textAt } from "../../model/read-json.ts";

/** A chain of references longer than this is a cycle or a joke. */
const CHAIN_MAX = 20;

/** Where a value leads when it is a reference within the description: the target, or null when it leads nowhere. */
export function resolveReference(value: Json | undefined, root: JsonObject): Json | null {
  let target: Json | undefined = value;
  for (let link = 0; link < CHAIN_MAX; link += 1) {
    const reference = textAt(target, "$ref");
    if (reference === null) return target ?? null;
    if (!reference.startsWith("#/")) return null;
    target = valueAt(root, reference.slice(2));
  }
  return null;
}

function valueAt(root: JsonObject, pointer: string): Json | undefined {
  let value: Json | undefined = root;
  for (const part of pointer.split("/")) value = childOf(value, decode(part));

  return value;
}

function childOf(value: Json | undefined, step: string): Json | undefined {
  if (value !== undefined && isJsonArray(value)) return value[Number(step)];

  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

// Pointers in descriptions are also percent-encoded: #/paths/~1pets~1%7Bid%7D
function decode(part: string): string {
  const unescaped = part.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    return decodeURIComponent(unescaped);
  } catch {
    // A lone "%" is meant as it stands.
    return unescaped;
  }
}
