import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { SAGA_SCHEMA } from "../schema/saga-schema.ts";
import { SERVICE_SCHEMA } from "../schema/service-schema.ts";
import type { Written, WrittenCollection, WrittenScalar } from "./written.ts";

// Fields are put into the order in which the schema of their object names them. Names that are the author's
// (states, operations, parameters) and JSON Schemas keep the order they have.

/** The part of a schema that is about one value. */
export interface SchemaPart {
  readonly root: JsonObject;
  readonly part: JsonObject;
}

/** The schema of a document, told by its `document.kind`; null if that is unknown. */
export function schemaOfDocument(root: WrittenCollection): SchemaPart | null {
  const head = membersOf(root).get("document");
  const kind = head === undefined || head.kind === "scalar" ? undefined : membersOf(head).get("kind");
  if (kind?.kind !== "scalar") return null;
  if (kind.value === "saga") return { root: SAGA_SCHEMA, part: SAGA_SCHEMA };

  return kind.value === "service" ? { root: SERVICE_SCHEMA, part: SERVICE_SCHEMA } : null;
}

/** The names of the fields in their order; empty where the order is the author's. */
export function orderOf(schema: SchemaPart | null, value: WrittenCollection): readonly string[] {
  if (schema === null || value.kind === "list") return [];
  const { part } = settled(schema, value);

  return Object.keys(objectOf(part["properties"]));
}

/** The schema of a field, or of the items of a list; null if nothing is said about it. */
export function schemaBelow(schema: SchemaPart | null, value: WrittenCollection, name: string | null): SchemaPart | null {
  if (schema === null) return null;
  const { root, part } = settled(schema, value);
  const properties = objectOf(part["properties"]);
  const own = name !== null && Object.hasOwn(properties, name) ? properties[name] : undefined;
  const below = name === null ? part["items"] : (own ?? part["additionalProperties"]);

  return isJsonObject(below) ? { root, part: below } : null;
}

// Follows references and conditions until the part that speaks about this very value.
function settled({ root, part }: SchemaPart, value: WrittenCollection): SchemaPart {
  const reference = part["$ref"];
  if (typeof reference === "string") {
    const name = reference.slice("#/$defs/".length);
    return settled({ root, part: objectOf(objectOf(root["$defs"])[name]) }, value);
  }
  if (part["if"] !== undefined) {
    const branch = fits(objectOf(part["if"]), value) ? "then" : "else";
    return settled({ root, part: objectOf(part[branch]) }, value);
  }
  const choices = part["allOf"];
  const chosen =
    choices !== undefined && isJsonArray(choices) ? choices.map(objectOf).find((choice) => fits(objectOf(choice["if"]), value)) : undefined;

  return chosen === undefined ? { root, part } : settled({ root, part: objectOf(chosen["then"]) }, value);
}

// The conditions the schemas are written with: a type, fields that are there, fields with a value.
function fits(condition: JsonObject, value: WrittenCollection): boolean {
  const { type, required, properties } = condition;
  if (type !== (value.kind === "map" ? "object" : "array")) return false;
  const members = membersOf(value);
  const names = isJsonArray(required ?? null) ? (required as readonly Json[]) : [];
  if (!names.every((name) => typeof name === "string" && members.has(name))) return false;

  return Object.entries(objectOf(properties)).every(([name, each]) => {
    const member = members.get(name);
    return member?.kind === "scalar" && member.value === objectOf(each)["const"];
  });
}

/** The fields of an object with aliases followed. */
function membersOf(value: WrittenCollection): ReadonlyMap<string, WrittenScalar | WrittenCollection> {
  return new Map(value.entries.flatMap((entry) => (entry.key === null ? [] : [[keyName(entry.key), followed(entry.value)] as const])));
}

function followed(value: Written): WrittenScalar | WrittenCollection {
  return value.kind === "alias" ? value.target : value;
}

/** A key as the text it is read as. */
export function keyName({ value, source }: WrittenScalar): string {
  return typeof value === "string" ? value : source;
}

function objectOf(json: Json | undefined): JsonObject {
  return isJsonObject(json) ? json : {};
}
