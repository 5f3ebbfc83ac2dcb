import { isJsonArray, isJsonObject, type Json } from "@skald/shared";

/** What stands in place of a sensitive value. */
export const MASK = "••••••";

/** A copy of a value with everything the pointers name masked. `*` in a pointer means every member of a list. */
export function maskPointers(value: Json, pointers: readonly string[]): Json {
  return pointers.reduce<Json>((masked, pointer) => maskOne(masked, pointer.split("/").slice(1)), value);
}

/**
 * A copy of a value in which every text and number that stands in a sensitive place of `source` is masked,
 * wherever it went: a request body may hold a sensitive value under another name.
 */
export function maskTravelled(value: Json, source: Json, pointers: readonly string[]): Json {
  if (pointers.length === 0) return value;
  const hidden = new Set<string | number>();
  for (const pointer of pointers) collectLeaves(valuesAt(source, pointer.split("/").slice(1)), hidden);

  return hidden.size === 0 ? value : maskLeaves(value, hidden);
}

function maskOne(value: Json, path: readonly string[]): Json {
  const [head, ...rest] = path;
  if (head === undefined) return MASK;
  if (head === "*" && isList(value)) return value.map((one) => maskOne(one, rest));
  if (!isJsonObject(value)) return value;

  const child = value[head];
  return child === undefined ? value : { ...value, [head]: maskOne(child, rest) };
}

function valuesAt(value: Json, path: readonly string[]): readonly Json[] {
  const [head, ...rest] = path;
  if (head === undefined) return [value];
  if (head === "*" && isList(value)) return value.flatMap((one) => valuesAt(one, rest));

  const child = isJsonObject(value) ? value[head] : undefined;
  return child === undefined ? [] : valuesAt(child, rest);
}

function collectLeaves(values: readonly Json[], found: Set<string | number>): void {
  for (const value of values) {
    if ((typeof value === "string" && value !== "") || typeof value === "number") found.add(value);
    else if (value !== null && typeof value === "object") collectLeaves(Object.values(value), found);
  }
}

function maskLeaves(value: Json, hidden: ReadonlySet<string | number>): Json {
  if (typeof value === "string" || typeof value === "number") return hidden.has(value) ? MASK : value;
  if (isList(value)) return value.map((one) => maskLeaves(one, hidden));
  if (!isJsonObject(value)) return value;

  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, maskLeaves(child, hidden)]));
}

function isList(value: Json): value is readonly Json[] {
  return value !== null && typeof value === "object" && isJsonArray(value);
}
