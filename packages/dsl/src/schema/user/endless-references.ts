import { isJsonArray, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { memberOf, membersAt } from "../../model/read-json.ts";
import { schemaAt } from "./schema-at.ts";

// These look at the same value as the schema they stand in; any other keyword looks at a part of it, and parts end.
const SAME_VALUE = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];
// A longer chain is written to exhaust whoever follows it.
const CHAIN_MAX = 200;

/** The place where references come back to their own schema, or never seem to end, without entering the value; undefined if none does. */
export function endlessReference(root: Json): Path | undefined {
  const open = new Set<Json>();
  const done = new Set<Json>();
  const enter = (schema: Json | undefined, path: Path): Path | undefined => {
    if (schema === undefined || typeof schema !== "object" || schema === null || done.has(schema)) return undefined;
    if (open.has(schema) || open.size > CHAIN_MAX) return path;
    open.add(schema);
    const found = first(steps(root, schema, path), ([next, at]) => enter(next, at));
    open.delete(schema);
    done.add(schema);
    return found;
  };

  return first(everySchema(root, []), ([schema, path]) => enter(schema, path));
}

type Placed = readonly [schema: Json | undefined, path: Path];

function steps(root: Json, schema: JsonObject | readonly Json[], path: Path): readonly Placed[] {
  if (isJsonArray(schema)) return schema.map((item, index) => [item, [...path, index]] as const);
  const reference = schema["$ref"];
  const referred: readonly Placed[] = typeof reference === "string" ? [[schemaAt(root, reference), [...path, "$ref"]]] : [];

  const dependent = membersAt(schema, "dependentSchemas").map(([name, next]) => [next, [...path, "dependentSchemas", name]] as const);

  return [...referred, ...dependent, ...SAME_VALUE.map((name) => [memberOf(schema, name), [...path, name]] as const)];
}

function* everySchema(value: Json, path: Path): Iterable<Placed> {
  if (value === null || typeof value !== "object") return;
  if (!isJsonArray(value)) yield [value, path];
  for (const [step, member] of isJsonArray(value) ? value.entries() : Object.entries(value)) yield* everySchema(member, [...path, step]);
}

function first<Item, Found>(items: Iterable<Item>, find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
