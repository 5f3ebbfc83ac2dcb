import type { Json } from "@skald/shared";
import { requireExact } from "../numbers.ts";
import { RESULT_DEPTH_MAX, RESULT_MAX } from "./bounds.ts";
import { fail } from "./failure.ts";
import { formatIsoDuration, formatTimestamp } from "./times.ts";
import { contentOf, kindOf, msOf, typeNameOf } from "./value.ts";

/** How much JSON text the results of one render have so far. */
export interface Meter {
  size: number;
}

/**
 * The plain JSON of a value: timestamps and durations become texts, an optional what it holds. Undefined for
 * `none`, which is left out of maps and becomes null in lists. What is plain already is returned, not copied.
 */
export function plainJson(value: unknown, meter: Meter, depth = 0): Json | undefined {
  switch (kindOf(value)) {
    case "null":
    case "bool":
      grow(meter, 5);
      return value as Json;
    case "number":
      grow(meter, 8);
      return requireExact(value as number);
    case "string":
      grow(meter, (value as string).length + 2);
      return value as Json;
    case "list":
      return plainList(value as readonly unknown[], meter, deeper(depth));
    case "map":
      return plainMap(value as Readonly<Record<string, unknown>>, meter, deeper(depth));
    case "timestamp":
      return plainJson(formatTimestamp(msOf(value)), meter, depth);
    case "duration":
      return plainJson(formatIsoDuration(msOf(value)), meter, depth);
    case "type":
      return plainJson(typeNameOf(value), meter, depth);
    case "optional":
      return contentOf(value) === undefined ? undefined : plainJson(contentOf(value), meter, deeper(depth));
    default:
      return fail("RESULT_NOT_JSON", "The result holds something that is no JSON value.");
  }
}

function deeper(depth: number): number {
  if (depth >= RESULT_DEPTH_MAX) fail("RESULT_TOO_DEEP", `The result is nested deeper than ${RESULT_DEPTH_MAX}.`);

  return depth + 1;
}

/** Adds to the meter and stops when the result is too large. */
export function grow(meter: Meter, characters: number): void {
  meter.size += characters;
  if (meter.size > RESULT_MAX) fail("RESULT_TOO_LARGE", `The result is larger than ${RESULT_MAX / 1024} KiB.`);
}

function plainList(list: readonly unknown[], meter: Meter, depth: number): Json {
  let copy: Json[] | null = null;
  for (let index = 0; index < list.length; index += 1) {
    const plain = plainJson(list[index], meter, depth) ?? null;
    grow(meter, 1);
    if (copy === null && plain !== list[index]) copy = list.slice(0, index) as Json[];
    copy?.push(plain);
  }

  return copy ?? (list as readonly Json[]);
}

function plainMap(map: Readonly<Record<string, unknown>>, meter: Meter, depth: number): Json {
  const members: [string, Json][] = [];
  let isChanged = false;
  for (const key of Object.keys(map)) {
    const value = map[key];
    const plain = plainJson(value, meter, depth);
    grow(meter, key.length + 4);
    isChanged ||= plain !== value;
    if (plain !== undefined) members.push([key, plain]);
  }

  return isChanged ? Object.fromEntries(members) : (map as { readonly [key: string]: Json });
}
