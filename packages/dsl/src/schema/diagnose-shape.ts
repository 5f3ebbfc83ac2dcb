import { canonicalJson, isJsonObject, type Json } from "@skald/shared";
import type { ErrorObject } from "ajv";
import { closest } from "../diagnostics/closest.ts";
import type { Path, Places } from "../diagnostics/places.ts";
import type { Finding } from "../diagnostics/report.ts";
import { shown } from "../diagnostics/shown.ts";
import { mustGet } from "../model/must-get.ts";
import { PATTERN_PROBLEMS } from "./patterns.ts";
import type { ShapeError } from "./validate-shape.ts";

// Suggestions cost time; a document with so many errors is no document.
const ERRORS_MAX = 1000;

/** Tells errors of a schema as findings: one plain sentence each, at the key or the value it is about. */
export function diagnoseShape(errors: readonly ShapeError[], places: Places): readonly Finding[] {
  const told = errors.slice(0, ERRORS_MAX);
  const findings = told.filter((error) => !isMistyped(error, told)).map((error) => findingOf(error, places));

  return withoutRepeats(findings);
}

// A field that is there with a mistyped name is one mistake: it is told as unknown, with the name that was meant.
function isMistyped({ error, path }: ShapeError, all: readonly ShapeError[]): boolean {
  const missing: unknown = error.params["missingProperty"];

  return (
    missing !== undefined &&
    all.some((each) => {
      const unknown: unknown = each.error.params["additionalProperty"];
      return unknown !== undefined && samePath(each.path, path) && closest(String(unknown), knownTo(each.error)) === missing;
    })
  );
}

function samePath(left: Path, right: Path): boolean {
  return left.length === right.length && left.every((step, index) => step === right[index]);
}

function knownTo(error: ErrorObject): readonly string[] {
  return Object.keys({ ...(error.parentSchema as { properties?: object }).properties });
}

function findingOf({ error, path }: ShapeError, places: Places): Finding {
  const property = (error as { propertyName?: string }).propertyName;
  if (property !== undefined) return badName(error, [...path, property], { property, places });

  return (TELLERS[error.keyword] ?? outOfRange)(error, path, places);
}

type Teller = (error: ErrorObject, path: Path, places: Places) => Finding;

const TELLERS: Readonly<Record<string, Teller>> = {
  additionalProperties: unknownField,
  required: missingField,
  type: wrongType,
  enum: notOneOf,
  const: notOneOf,
  pattern: badText,
  minProperties: fieldCount,
  maxProperties: fieldCount,
};

function unknownField(error: ErrorObject, path: Path, places: Places): Finding {
  const name = String(error.params["additionalProperty"]);

  return {
    code: "UNKNOWN_FIELD",
    at: places.keySpanOf([...path, name]),
    message: `The field "${shown(name)}" is not known ${whereOf(path)}.`,
    suggestion: { word: name, among: knownTo(error) },
  };
}

function missingField(error: ErrorObject, path: Path, places: Places): Finding {
  const name = String(error.params["missingProperty"]);
  const span = path.length === 0 ? places.keySpanOf(["document"]) : places.keySpanOf(path);

  return { code: "MISSING_FIELD", at: span, message: `The field "${name}" is missing ${whereOf(path)}.` };
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  null: "null",
};

function wrongType(error: ErrorObject, path: Path, places: Places): Finding {
  const wanted = [error.params["type"]].flat().map(String);
  const pattern = PATTERN_PROBLEMS.get(String((error.parentSchema as { pattern?: string }).pattern));
  const form = pattern?.code === "BAD_DURATION" ? pattern.form : wanted.map((type) => TYPE_WORDS[type]).join(" or ");
  const value = error.data as Json;

  return {
    code: "WRONG_TYPE",
    at: places.spanOf(path),
    message: `"${nameOf(path)}" must be ${form}, not ${typeWord(value)}.`,
    suggestion: wanted.includes("boolean") && typeof value === "string" ? FLAG_WORDS.get(value.toLowerCase()) : undefined,
  };
}

// Words that older YAML read as true and false; YAML 1.2 reads a text.
const FLAG_WORDS: ReadonlyMap<string, string> = new Map([
  ["yes", "true"],
  ["on", "true"],
  ["no", "false"],
  ["off", "false"],
]);

function typeWord(value: Json): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (isJsonObject(value)) return "an object";

  return String(TYPE_WORDS[typeof value]);
}

function notOneOf(error: ErrorObject, path: Path, places: Places): Finding {
  const allowed = [error.params["allowedValues"] ?? error.params["allowedValue"]].flat().map(String);
  const value = error.data as Json;

  return {
    code: "NOT_ONE_OF",
    at: places.spanOf(path),
    message: `"${nameOf(path)}" is ${shown(canonicalJson(value))}; allowed ${allowed.length === 1 ? "is" : "are"} ${allowed.join(", ")}.`,
    suggestion: typeof value === "string" ? closest(value, allowed) : undefined,
  };
}

function badText(error: ErrorObject, path: Path, places: Places): Finding {
  const { code, form } = mustGet(PATTERN_PROBLEMS, String(error.params["pattern"]));

  return { code, at: places.spanOf(path), message: `"${shown(String(error.data))}" is not ${form}.` };
}

function badName(error: ErrorObject, path: Path, { property, places }: { readonly property: string; readonly places: Places }): Finding {
  if (error.keyword === "enum") {
    return {
      code: "UNKNOWN_FIELD",
      at: places.keySpanOf(path),
      message: `The field "${shown(property)}" is not known ${whereOf(path.slice(0, -1))}.`,
      suggestion: { word: property, among: error.params["allowedValues"] as readonly string[] },
    };
  }
  // A name without a pattern may only be too long.
  const problem = PATTERN_PROBLEMS.get(String(error.params["pattern"]));

  return { code: "BAD_NAME", at: places.keySpanOf(path), message: `The name "${shown(property)}" is not ${problem?.form ?? "allowed"}.` };
}

function fieldCount(error: ErrorObject, path: Path, places: Places): Finding {
  const schema = error.parentSchema as { minProperties?: number; maxProperties?: number; properties?: object };
  if (schema.maxProperties !== 1 || schema.properties === undefined) return outOfRange(error, path, places);

  return {
    code: "EXCLUSIVE_FIELDS",
    at: places.keySpanOf(path),
    message: `"${nameOf(path)}" needs exactly one of the fields ${Object.keys(schema.properties).join(", ")}.`,
  };
}

const BOUNDS: ReadonlyMap<string, readonly [words: string, unit?: string]> = new Map(
  Object.entries({
    minimum: ["be at least"],
    maximum: ["be at most"],
    exclusiveMinimum: ["be more than"],
    exclusiveMaximum: ["be less than"],
    minLength: ["have at least", "character"],
    maxLength: ["have at most", "character"],
    minItems: ["have at least", "item"],
    maxItems: ["have at most", "item"],
    minProperties: ["have at least", "field"],
    maxProperties: ["have at most", "field"],
  } as const),
);

function outOfRange(error: ErrorObject, path: Path, places: Places): Finding {
  const [words, unit] = mustGet(BOUNDS, error.keyword);
  const limit = String(error.params["limit"]);
  const counted = unit === undefined ? limit : `${limit} ${unit}${limit === "1" ? "" : "s"}`;

  return { code: "OUT_OF_RANGE", at: places.spanOf(path), message: `"${nameOf(path)}" must ${words} ${counted}.` };
}

function nameOf(path: Path): string {
  return shown(path.join("."));
}

function whereOf(path: Path): string {
  return path.length === 0 ? "at the top of the document" : `in "${nameOf(path)}"`;
}

function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();

  return findings.filter((finding) => {
    const key = `${finding.code} ${finding.at.start} ${finding.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
