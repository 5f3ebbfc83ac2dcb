import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path, Places } from "../diagnostics/places.ts";
import type { Report } from "../diagnostics/report.ts";
import { chartOf } from "../model/chart.ts";
import { memberOf } from "../model/read-json.ts";

/** What the value of a keyword of JSON Schema must be. */
type Kind =
  | "schema"
  | "schemas"
  | "members"
  | "text"
  | "number"
  | "count"
  | "flag"
  | "types"
  | "list"
  | "any"
  | "pattern"
  | "patterns"
  | "ref"
  | "names"
  | "nameLists";

const KEYWORDS: Readonly<Record<string, Kind>> = {
  $schema: "text",
  $id: "text",
  $anchor: "text",
  $comment: "text",
  $ref: "ref",
  $defs: "members",
  definitions: "members",
  type: "types",
  enum: "list",
  const: "any",
  title: "text",
  description: "text",
  default: "any",
  examples: "list",
  deprecated: "flag",
  readOnly: "flag",
  writeOnly: "flag",
  sensitive: "flag",
  format: "text",
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
  multipleOf: "number",
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

const TYPES = ["object", "array", "string", "number", "integer", "boolean", "null"];

interface Walk {
  readonly root: Json;
  readonly places: Places;
  readonly report: Report;
}

/** Checks a JSON Schema of the author's: draft 2020-12, no remote references, every keyword known, patterns that compile. */
function checkUserSchema(schema: Json, path: Path, { places, report }: { readonly places: Places; readonly report: Report }): void {
  checkSchema(schema, path, { root: schema, places, report });
}

function checkSchema(schema: Json, path: Path, walk: Walk): void {
  if (typeof schema === "boolean") return;
  if (!isJsonObject(schema)) return say(walk, path, "A schema must be an object, true or false.");

  for (const [keyword, value] of Object.entries(schema)) {
    const kind = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (kind === undefined && keyword.startsWith("x-")) continue;
    if (kind === undefined) {
      walk.report({
        code: "BAD_SCHEMA",
        at: walk.places.keySpanOf([...path, keyword]),
        message: `"${keyword.slice(0, 60)}" is no keyword of JSON Schema.`,
        suggestion: { word: keyword, among: Object.keys(KEYWORDS) },
      });
      continue;
    }
    checkKeyword(kind, value, { path: [...path, keyword], walk });
  }
}

interface Keyword {
  readonly path: Path;
  readonly walk: Walk;
}

function checkKeyword(kind: Kind, value: Json, { path, walk }: Keyword): void {
  if (kind === "schema") return checkSchema(value, path, walk);
  if (kind === "members" || kind === "patterns") return checkMembers(kind, value, { path, walk });
  if (kind === "schemas") return checkList(value, { path, walk });

  const problem = problemOf(kind, value, walk.root);
  if (problem !== undefined) say(walk, path, problem);
}

function checkMembers(kind: "members" | "patterns", value: Json, { path, walk }: Keyword): void {
  if (!isJsonObject(value)) return say(walk, path, "This must be an object of schemas.");

  for (const [name, schema] of Object.entries(value)) {
    if (kind === "patterns" && !isRegularExpression(name)) say(walk, [...path, name], `"${name.slice(0, 60)}" is no regular expression.`);
    checkSchema(schema, [...path, name], walk);
  }
}

function checkList(value: Json, { path, walk }: Keyword): void {
  if (!isJsonArray(value) || value.length === 0) return say(walk, path, "This must be a list of schemas.");

  for (const [index, schema] of value.entries()) checkSchema(schema, [...path, index], walk);
}

const PROBLEMS: Readonly<Record<string, (value: Json, root: Json) => string | undefined>> = {
  text: (value) => (typeof value === "string" ? undefined : "This must be a text."),
  number: (value) => (typeof value === "number" ? undefined : "This must be a number."),
  count: (value) => (Number.isInteger(value) && Number(value) >= 0 ? undefined : "This must be a whole number, zero or more."),
  flag: (value) => (typeof value === "boolean" ? undefined : "This must be true or false."),
  list: (value) => (Array.isArray(value) ? undefined : "This must be a list."),
  names: (value) => (isTexts(value) ? undefined : "This must be a list of names."),
  nameLists: (value) =>
    isJsonObject(value) && Object.values(value).every(isTexts) ? undefined : "This must be an object of lists of names.",
  pattern: (value) => (typeof value === "string" && isRegularExpression(value) ? undefined : "This must be a regular expression."),
  types: (value) => ([value].flat().every((type) => TYPES.includes(String(type))) ? undefined : `This must be one of ${TYPES.join(", ")}.`),
  ref: (value, root) => refProblem(value, root),
};

function problemOf(kind: Kind, value: Json, root: Json): string | undefined {
  return PROBLEMS[kind]?.(value, root);
}

function isTexts(value: Json): boolean {
  return isJsonArray(value) && value.every((item) => typeof item === "string");
}

/** Whether a text is a regular expression. Long ones are refused unseen: compiling one is not linear. */
export function isRegularExpression(pattern: string): boolean {
  if (pattern.length > 1000) return false;
  try {
    new RegExp(pattern, "u");
    return true;
  } catch {
    // Not a regular expression: that is the answer.
    return false;
  }
}

function refProblem(value: Json, root: Json): string | undefined {
  if (typeof value !== "string") return "This must be a text.";
  if (value === "#") return undefined;
  if (!value.startsWith("#/")) return "Only references inside this schema are followed: begin with #/.";

  let target: Json | undefined = root;
  for (const part of value.slice(2).split("/")) {
    const name = decodePart(part);
    target = isJsonObject(target) && Object.hasOwn(target, name) ? (target as JsonObject)[name] : undefined;
  }
  return target === undefined ? `Nothing stands at ${value.slice(0, 60)}.` : undefined;
}

function decodePart(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function say(walk: Walk, path: Path, message: string): void {
  walk.report({ code: "BAD_SCHEMA", at: walk.places.spanOf(path), message });
}

/** Checks every JSON Schema that stands in a document. */
export function checkUserSchemas(
  kind: "saga" | "service",
  document: JsonObject,
  to: { readonly places: Places; readonly report: Report },
): void {
  const paths = kind === "saga" ? [["input", "schema"], ...formSchemas(document)] : operationSchemas(document);
  for (const path of paths) {
    const schema = valueAt(document, path);
    // What is neither an object nor a boolean was told with the shape.
    if (isJsonObject(schema)) checkUserSchema(schema, path, to);
  }
}

function formSchemas(document: JsonObject): readonly Path[] {
  const states = chartOf(document).scopes.flatMap((scope) => [...scope.states.values()]);

  return states.filter((state) => state.type === "human").map((state) => [...state.path, "form"]);
}

function operationSchemas(document: JsonObject): readonly Path[] {
  const operations = document["operations"];
  if (!isJsonObject(operations)) return [];

  return Object.keys(operations).flatMap((name) => [
    ["operations", name, "params"],
    ["operations", name, "outputSchema"],
  ]);
}

function valueAt(document: JsonObject, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((value, step) => memberOf(value, String(step)), document);
}
