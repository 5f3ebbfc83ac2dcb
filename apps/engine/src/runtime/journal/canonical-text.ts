import type { Json } from "@skald/shared";

/** JSON with members that may be absent: `undefined` is left out, as `JSON.stringify` does. */
export type Sparse = Json | undefined | object;

/**
 * Canonical JSON (RFC 8785) of an entry's data, equal to `canonicalJson` of `@skald/shared` for every JSON value.
 * A second implementation, because this one runs once per journal entry: it leaves out `undefined`,
 * builds no lists of parts, and sorts only where the keys are not in order already.
 */
export function canonicalText(value: Sparse): string {
  if (value === undefined || value === null) return "null";
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return listText(value as readonly Sparse[]);

  return objectText(value as Readonly<Record<string, Sparse>>);
}

function listText(list: readonly Sparse[]): string {
  let text = "[";
  for (let index = 0; index < list.length; index += 1) text += index === 0 ? canonicalText(list[index]) : `,${canonicalText(list[index])}`;

  return `${text}]`;
}

function objectText(record: Readonly<Record<string, Sparse>>): string {
  const keys = Object.keys(record);
  if (!isSorted(keys)) keys.sort();

  let text = "";
  for (const key of keys) {
    const member = record[key];
    if (member === undefined) continue;
    text += text === "" ? "{" : ",";
    text += `${JSON.stringify(key)}:${canonicalText(member)}`;
  }
  return text === "" ? "{}" : `${text}}`;
}

function isSorted(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1) if ((keys[index - 1] ?? "") > (keys[index] ?? "")) return false;

  return true;
}
