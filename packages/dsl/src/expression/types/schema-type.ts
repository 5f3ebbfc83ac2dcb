import { isJsonArray, isJsonObject, type Json, type JsonObject, ownMember } from "@skald/shared";
import { DYN, LIST, type Members, type StaticType } from "./static-type.ts";

// What a JSON Schema says about reading a value. A property must be declared under `properties` or listed in
// `required`; one that is only listed is dyn. A schema that declares neither leaves its members open.

const DEPTH_MAX = 32;

/** The type of the values a schema allows. `root` resolves `$ref` within the same schema. */
export function typeFromSchema(schema: Json | undefined, root: Json | undefined = schema, depth = 0): StaticType {
  if (!isJsonObject(schema) || depth > DEPTH_MAX) return DYN;
  const target = resolveReference(schema, root);
  if (target !== schema) return typeFromSchema(target, root, depth + 1);

  switch (kindOfSchema(schema)) {
    case "string":
      return { kind: "string" };
    case "number":
    case "integer":
      return { kind: "number" };
    case "boolean":
      return { kind: "bool" };
    case "null":
      return { kind: "null" };
    case "array":
      return schema["items"] === undefined ? LIST : { kind: "list", element: typeFromSchema(schema["items"], root, depth + 1) };
    case "object":
      return { kind: "map", members: membersOf(schema, root, depth) };
    default:
      return DYN;
  }
}

function resolveReference(schema: JsonObject, root: Json | undefined): Json | undefined {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return schema;
  if (!reference.startsWith("#")) return undefined;

  let target: Json | undefined = root;
  for (const part of reference.slice(1).split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    target = isJsonObject(target) ? ownMember(target, name) : undefined;
  }
  return target;
}

/** The one type of a schema. `[object, null]` counts as object: whoever reads a member expects it to be there. */
function kindOfSchema(schema: JsonObject): string | undefined {
  const type = schema["type"];
  if (typeof type === "string") return type;
  if (type !== undefined && isJsonArray(type)) {
    const others = type.filter((name) => name !== "null");
    return others.length === 1 && others[0] === "object" ? "object" : undefined;
  }
  if (isJsonObject(schema["properties"]) || alternativesOf(schema).some((part) => isJsonObject(part) && kindOfSchema(part) === "object"))
    return "object";

  return undefined;
}

function alternativesOf(schema: JsonObject): readonly Json[] {
  return ["allOf", "anyOf", "oneOf"].flatMap((keyword) => {
    const parts = schema[keyword];
    return parts !== undefined && isJsonArray(parts) ? parts : [];
  });
}

// A memo of the members of schemas, keyed by the schema object: it can change no answer. Every expression of a document
// asks for the same input, and collecting 1,400 properties for each of 1,200 expressions took half a second.
const known = new WeakMap<JsonObject, Members | null>();

function membersOf(schema: JsonObject, root: Json | undefined, depth: number): Members | null {
  const members = known.get(schema);
  if (members !== undefined) return members;

  const collected = collectMembers(schema, root, depth);
  known.set(schema, collected);
  return collected;
}

function collectMembers(schema: JsonObject, root: Json | undefined, depth: number): Members | null {
  const declared = new Map<string, Json>();
  const listed = new Set<string>();
  const isClosed = collect(schema, { root, declared, listed, depth });
  const names = [...new Set([...declared.keys(), ...listed])];
  if (!isClosed || (declared.size === 0 && listed.size === 0 && schema["additionalProperties"] !== false)) return null;

  return {
    names: () => names,
    typeOf: (name) => {
      if (declared.has(name)) return typeFromSchema(declared.get(name), root, depth + 1);
      return listed.has(name) ? DYN : undefined;
    },
  };
}

interface Collected {
  readonly root: Json | undefined;
  readonly declared: Map<string, Json>;
  readonly listed: Set<string>;
  readonly depth: number;
}

/** Gathers the properties of a schema and of its parts. False when it allows names it does not list. */
function collect(schema: Json | undefined, into: Collected): boolean {
  if (!isJsonObject(schema) || into.depth > DEPTH_MAX) return true;
  const target = resolveReference(schema, into.root);
  if (target !== schema) return collect(target, { ...into, depth: into.depth + 1 });

  const { properties, required, additionalProperties, patternProperties } = schema;
  if (isJsonObject(properties)) for (const [name, property] of Object.entries(properties)) into.declared.set(name, property);
  if (required !== undefined && isJsonArray(required)) for (const name of required) if (typeof name === "string") into.listed.add(name);
  const isOpen = additionalProperties === true || isJsonObject(additionalProperties) || isJsonObject(patternProperties);
  const areClosed = alternativesOf(schema).map((part) => collect(part, { ...into, depth: into.depth + 1 }));

  return !isOpen && areClosed.every((isClosed) => isClosed);
}
