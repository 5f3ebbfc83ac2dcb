import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import { PATTERN_MAX } from "../../expression/values/bounds.ts";
import { compileLinear, isOfJavaScript } from "./linear-pattern.ts";

/** What the value of a keyword of JSON Schema must be. */
export type Kind =
  | "schema"
  | "schemas"
  | "members"
  | "text"
  | "draft"
  | "address"
  | "format"
  | "number"
  | "factor"
  | "count"
  | "flag"
  | "types"
  | "list"
  | "values"
  | "any"
  | "pattern"
  | "patterns"
  | "ref"
  | "names"
  | "nameLists";

/** The keywords that are read, with what their values are. */
export const KEYWORDS: Readonly<Record<string, Kind>> = {
  $schema: "draft",
  $id: "address",
  $anchor: "address",
  $comment: "text",
  $ref: "ref",
  $defs: "members",
  definitions: "members",
  type: "types",
  enum: "values",
  const: "any",
  title: "text",
  description: "text",
  default: "any",
  examples: "list",
  deprecated: "flag",
  readOnly: "flag",
  writeOnly: "flag",
  sensitive: "flag",
  format: "format",
  properties: "members",
  patternProperties: "patterns",
  additionalProperties: "schema",
  propertyNames: "schema",
  unevaluatedProperties: "schema",
  unevaluatedItems: "schema",
  required: "names",
  dependentRequired: "nameLists",
  dependentSchemas: "members",
  minProperties: "count",
  maxProperties: "count",
  items: "schema",
  prefixItems: "schemas",
  contains: "schema",
  minContains: "count",
  maxContains: "count",
  minItems: "count",
  maxItems: "count",
  uniqueItems: "flag",
  minLength: "count",
  maxLength: "count",
  pattern: "pattern",
  minimum: "number",
  maximum: "number",
  exclusiveMinimum: "number",
  exclusiveMaximum: "number",
  multipleOf: "factor",
  allOf: "schemas",
  anyOf: "schemas",
  oneOf: "schemas",
  not: "schema",
  if: "schema",
  then: "schema",
  else: "schema",
  contentEncoding: "text",
  contentMediaType: "text",
};

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

/** Those that are checked: draft 2020-12, as ajv-formats has them, and a few of its own. */
const FORMATS: ReadonlySet<string> = new Set([
  ..."date time date-time iso-time iso-date-time duration uri uri-reference uri-template url email hostname".split(" "),
  ..."ipv4 ipv6 regex uuid json-pointer json-pointer-uri-fragment relative-json-pointer".split(" "),
  ..."byte int32 int64 float double password binary".split(" "),
]);

const TYPES = ["object", "array", "string", "number", "integer", "boolean", "null"];

const PROBLEMS: Readonly<Record<string, (value: Json) => string | undefined>> = {
  text: (value) => (typeof value === "string" ? undefined : "This must be a text."),
  draft: (value) => (value === DRAFT ? undefined : `Only ${DRAFT} is read.`),
  address: () => "A schema has no address of its own here: leave it out, and refer to parts of it by #/.",
  format: (value) => (typeof value === "string" && FORMATS.has(value) ? undefined : "Nobody checks this format."),
  factor: (value) => (typeof value === "number" && value > 0 ? undefined : "This must be a number above zero."),
  values: (value) => (Array.isArray(value) && value.length > 0 ? undefined : "This must be a list of one value or more."),
  number: (value) => (typeof value === "number" ? undefined : "This must be a number."),
  count: (value) => (Number.isInteger(value) && Number(value) >= 0 ? undefined : "This must be a whole number, zero or more."),
  flag: (value) => (typeof value === "boolean" ? undefined : "This must be true or false."),
  list: (value) => (Array.isArray(value) ? undefined : "This must be a list."),
  names: (value) => (isNames(value) ? undefined : "This must be a list of names, each given once."),
  nameLists: (value) =>
    isJsonObject(value) && Object.values(value).every(isNames) ? undefined : "This must be an object of lists of names, each given once.",
  pattern: (value) => (typeof value === "string" ? undefined : "This must be a regular expression."),
  types: (value) => (isTypes(value) ? undefined : `This must be one of ${TYPES.join(", ")}.`),
  ref: (value) => refProblem(value),
};

/** What is wrong with the value of a keyword that holds no schema; undefined when nothing is. */
export function problemOf(kind: Kind, value: Json): string | undefined {
  return PROBLEMS[kind]?.(value);
}

function isNames(value: Json): boolean {
  return isJsonArray(value) && value.every((item) => typeof item === "string") && new Set(value).size === value.length;
}

function isTypes(value: Json): boolean {
  const types = isJsonArray(value) ? value : [value];

  return types.length > 0 && new Set(types).size === types.length && types.every((type) => TYPES.some((known) => known === type));
}

/** What is wrong with a pattern; undefined when nothing is. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > PATTERN_MAX) return `A pattern may have ${PATTERN_MAX} characters, and this has ${pattern.length}.`;
  if (!isOfJavaScript(pattern)) return `"${pattern.slice(0, 60)}" is no regular expression.`;
  if (compileLinear(pattern) !== undefined) return undefined;

  return (
    `"${pattern.slice(0, 60)}" cannot be matched in linear time: RE2, which matches it, has no look-around such as "(?=", ` +
    "no back references, and no repetitions by the thousand. Say it without them."
  );
}

function refProblem(value: Json): string | undefined {
  if (typeof value !== "string") return "This must be a text.";

  return value === "#" || value.startsWith("#/") ? undefined : "Only references inside this schema are followed: begin with #/.";
}
