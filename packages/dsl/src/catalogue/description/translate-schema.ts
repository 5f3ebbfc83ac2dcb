import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { weighPattern } from "../../expression/values/pattern-weight.ts";
import { listAt, memberOf, membersAt, textAt, textItems } from "../../model/read-json.ts";
import { patternProblem } from "../../schema/user/keywords.ts";
import { resolveReference } from "./resolve-reference.ts";

/** How a schema is translated, and how much of it. */
export interface Translation {
  readonly root: JsonObject;
  /** What is sent leaves out `readOnly`, what is answered leaves out `writeOnly`. */
  readonly direction: "sent" | "answered";
  /** References that may be followed one inside the other. */
  readonly depth: number;
  /** Those that are being followed: a schema that contains itself ends at its second round. */
  readonly chain?: readonly string[];
  /** Schemas that may still be written for this operation. */
  readonly budget: { left: number };
}

const TYPES = new Set(["object", "array", "string", "number", "integer", "boolean", "null"]);
/** Formats the validator knows; others would be ignored. */
const FORMATS = new Set(["date-time", "date", "email", "uri", "uuid", "hostname", "ipv4", "ipv6"]);
const BOUNDS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const COUNTS = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];
const ENUM_MAX = 100;
const PATTERN_WEIGHT_MAX = 300;

/**
 * A schema of a description in the dialect of the language (JSON Schema 2020-12), without references. It never asks
 * for more than the description does: what does not fit is left out, because the service itself still refuses it.
 */
export function translateSchema(described: Json, translation: Translation): Json {
  translation.budget.left -= 1;
  const reference = textAt(described, "$ref");
  const inner = reference === null ? translation : followed(reference, translation);
  const target = reference === null ? described : resolveReference(described, translation.root);
  if (typeof target === "boolean") return target;
  if (!isJsonObject(target)) return true;

  const schema = flattened(target, inner);
  if (inner.depth < 0 || inner.budget.left < 0) return kindAlone(schema);
  return nullable(schema, schemaOf(schema, inner));
}

function followed(reference: string, translation: Translation): Translation {
  const chain = translation.chain ?? [];

  return { ...translation, depth: chain.includes(reference) ? -1 : translation.depth - 1, chain: [...chain, reference] };
}

/** Whether a schema, or what it refers to, is only for one direction. */
function isLeftOut(described: Json, { root, direction }: Translation): boolean {
  return memberOf(resolveReference(described, root), direction === "sent" ? "readOnly" : "writeOnly") === true;
}

// Past the bounds only the type is kept: enough to see a mistake in a saga.
function kindAlone(schema: JsonObject): Json {
  const type = typeOf(schema);

  return type === undefined ? true : nullable(schema, { type });
}

function schemaOf(schema: JsonObject, translation: Translation): JsonObject {
  const type = typeOf(schema);
  const items = memberOf(schema, "items");
  const alternatives = [...listAt(schema, "oneOf"), ...listAt(schema, "anyOf")];

  return {
    ...(type === undefined ? {} : { type }),
    ...enumOf(schema),
    ...textKeywords(schema),
    ...numberKeywords(schema),
    ...(type === "object" || type === undefined ? objectKeywords(schema, translation) : {}),
    ...(type === "array" && items !== undefined ? { items: translateSchema(items, translation) } : {}),
    // Parts of the alternatives may have been left out, so that more than one fits: anyOf, never oneOf.
    ...(alternatives.length === 0 || type === "object" ? {} : { anyOf: alternatives.map((each) => translateSchema(each, translation)) }),
  };
}

function typeOf(schema: JsonObject): string | readonly string[] | undefined {
  const { type } = schema;
  if (typeof type === "string") return TYPES.has(type) ? type : undefined;
  if (type !== undefined && isJsonArray(type)) {
    const types = textItems(type).filter((each) => TYPES.has(each));
    return types.length === 1 ? types[0] : [...new Set(types)];
  }
  if (isJsonObject(schema["properties"])) return "object";

  return schema["items"] === undefined ? undefined : "array";
}

function enumOf(schema: JsonObject): JsonObject {
  const values = listAt(schema, "enum");
  const fits = values.every((value) =>
    typeof value === "string" ? !value.includes("${") : value === null || typeof value === "boolean" || isExact(value),
  );
  if (values.length === 0 || values.length > ENUM_MAX || !fits) return {};
  const isNullable = schema["nullable"] === true && !values.includes(null);

  return { enum: isNullable ? [...values, null] : values };
}

function textKeywords({ format, pattern }: JsonObject): JsonObject {
  return {
    ...(typeof format === "string" && FORMATS.has(format) ? { format } : {}),
    ...(format === "password" ? { sensitive: true } : {}),
    ...(typeof pattern === "string" && canTake(pattern) ? { pattern } : {}),
  };
}

// All patterns of a catalogue have to be compiled: it takes only the light ones.
function canTake(pattern: string): boolean {
  return (
    pattern.length <= 200 && !pattern.includes("${") && weighPattern(pattern) <= PATTERN_WEIGHT_MAX && patternProblem(pattern) === undefined
  );
}

// `exclusiveMinimum: true` of OpenAPI 3.0 makes `minimum` exclusive; here it is a number of its own.
function numberKeywords(schema: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  for (const name of BOUNDS) if (isExact(schema[name])) kept[name] = schema[name] as Json;
  for (const name of COUNTS)
    if (isExact(schema[name]) && Number.isInteger(schema[name]) && Number(schema[name]) >= 0) kept[name] = schema[name] as Json;
  for (const [bound, exclusive] of [
    ["minimum", "exclusiveMinimum"],
    ["maximum", "exclusiveMaximum"],
  ] as const) {
    if (schema[exclusive] !== true || kept[bound] === undefined) continue;
    kept[exclusive] = kept[bound];
    delete kept[bound];
  }
  if (typeof kept["multipleOf"] === "number" && kept["multipleOf"] <= 0) delete kept["multipleOf"];

  return kept;
}

function isExact(value: Json | undefined): boolean {
  return typeof value === "number" && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

function objectKeywords(schema: JsonObject, translation: Translation): JsonObject {
  const members = membersAt(schema, "properties");
  const leftOut = new Set(members.filter(([, member]) => isLeftOut(member, translation)).map(([name]) => name));
  const kept = members.filter(([name]) => !leftOut.has(name) && !name.includes("${") && name !== "");
  const required = [...new Set(textItems(listAt(schema, "required")))].filter(
    (name) => !leftOut.has(name) && !name.includes("${") && name !== "",
  );
  const isOpen = schema["additionalProperties"] === true || isJsonObject(schema["additionalProperties"]);

  return {
    ...(required.length === 0 ? {} : { required }),
    ...(kept.length === 0
      ? {}
      : { properties: Object.fromEntries(kept.map(([name, member]) => [name, translateSchema(member, translation)])) }),
    ...(isOpen && kept.length > 0 ? { additionalProperties: true } : {}),
  };
}

/** The parts of `allOf` as one schema: expressions read the members of objects, not of their parts. */
function flattened(schema: JsonObject, { root }: Translation, level = 0): JsonObject {
  const parts = listAt(schema, "allOf");
  if (parts.length === 0 || level > 10) return schema;

  const all = [...parts.map((part) => resolveReference(part, root)), { ...schema, allOf: [] }]
    .filter(isJsonObject)
    .map((part) => flattened(part, { root } as Translation, level + 1));
  const properties = Object.assign({}, ...all.map((part) => (isJsonObject(part["properties"]) ? part["properties"] : {}))) as JsonObject;
  const required = all.flatMap((part) => listAt(part, "required"));
  const merged = Object.assign({}, ...all) as Record<string, Json>;
  delete merged["allOf"];
  delete merged["properties"];
  return {
    ...merged,
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
  };
}

// `nullable: true` of OpenAPI 3.0.
function nullable(described: JsonObject, schema: JsonObject): JsonObject {
  if (described["nullable"] !== true) return schema;
  const { type } = schema;
  if (typeof type === "string") return { ...schema, type: type === "null" ? type : [type, "null"] };
  const { anyOf } = schema;

  return anyOf !== undefined && isJsonArray(anyOf) ? { ...schema, anyOf: [...anyOf, { type: "null" }] } : schema;
}
