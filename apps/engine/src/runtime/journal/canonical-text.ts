import type { Json } from "@skald/shared";

/** JSON with members that may be absent: `undefined` is left out, as `JSON.stringify` does. */
export type Sparse = Json | undefined | object;

/**
 * Canonical JSON (RFC 8785) of an entry's data, equal to `canonicalJson` of `@skald/shared` for every JSON value.
 * A second implementation, because this one runs once per journal entry and leaves out `undefined`: it orders the
 * members and lets the platform write the text (4 µs for 900 characters; writing it here took 9 µs and gave a rope
 * that hashing had to flatten).
 */
export function canonicalText(value: Sparse): string {
  const ordered = orderMembers(value);

  return ordered === UNORDERABLE ? writeText(value) : JSON.stringify(ordered ?? null);
}

/** Some object has keys that JavaScript orders by itself. */
const UNORDERABLE = Symbol("unorderable");

/** The same value with the members of every object in order, or `UNORDERABLE`. */
function orderMembers(value: Sparse): Sparse | typeof UNORDERABLE {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return orderItems(value as readonly Sparse[]);

  const record = value as Readonly<Record<string, Sparse>>;
  const ordered: Record<string, Sparse> = {};
  for (const key of sortedKeys(record)) {
    if (!isFreelyOrdered(key)) return UNORDERABLE;
    const member = record[key];
    const next = member !== null && typeof member === "object" ? orderMembers(member) : member;
    if (next === UNORDERABLE) return UNORDERABLE;
    ordered[key] = next;
  }
  return ordered;
}

function orderItems(list: readonly Sparse[]): Sparse | typeof UNORDERABLE {
  const ordered: Sparse[] = [];
  for (const item of list) {
    const next = orderMembers(item);
    if (next === UNORDERABLE) return UNORDERABLE;
    ordered.push(next);
  }
  return ordered;
}

const ZERO = 48;
const NINE = 57;

/** Keys like "10" come first whatever the order of insertion, and "__proto__" is no member when it is assigned. */
function isFreelyOrdered(key: string): boolean {
  const first = key.charCodeAt(0);

  return (first < ZERO || first > NINE) && key !== "__proto__";
}

function sortedKeys(record: object): readonly string[] {
  const keys = Object.keys(record);
  for (let index = 1; index < keys.length; index += 1) if ((keys[index - 1] ?? "") > (keys[index] ?? "")) return keys.sort();

  return keys;
}

/** The slow way, for objects with such keys. */
function writeText(value: Sparse): string {
  if (value === undefined || value === null) return "null";
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Sparse[]).map(writeText).join(",")}]`;

  const record = value as Readonly<Record<string, Sparse>>;
  const members = sortedKeys(record).flatMap((key) =>
    record[key] === undefined ? [] : [`${JSON.stringify(key)}:${writeText(record[key])}`],
  );
  return `{${members.join(",")}}`;
}
