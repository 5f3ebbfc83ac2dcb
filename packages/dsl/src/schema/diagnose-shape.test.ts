import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { validateText } from "../validate-text.ts";
import { PATTERN_PROBLEMS } from "./patterns.ts";
import { SAGA_SCHEMA } from "./saga-schema.ts";
import { SERVICE_SCHEMA } from "./service-schema.ts";

const HEAD = "document: { dsl: '1.0', kind: service, name: stock, version: 1.0.0 }\nbaseUrl: http://127.0.0.1:1\n";

function told(operations: string): readonly string[] {
  return validateText(`${HEAD}operations:\n${operations}`).diagnostics.map(
    ({ code, span, message }) => `${code} ${span.line}:${span.column} ${message}`,
  );
}

/** Every keyword of a schema with its value, wherever it stands; names of fields are no keywords. */
function keywordsOf(schema: Json): readonly (readonly [keyword: string, value: Json])[] {
  if (isJsonArray(schema)) return schema.flatMap(keywordsOf);
  if (!isJsonObject(schema)) return [];

  return Object.entries(schema).flatMap(([keyword, value]) => {
    const inside =
      ["properties", "$defs"].includes(keyword) && isJsonObject(value) ? Object.values(value).flatMap(keywordsOf) : keywordsOf(value);
    return [[keyword, value] as const, ...inside];
  });
}

const KEYWORDS = [SAGA_SCHEMA, SERVICE_SCHEMA].flatMap(keywordsOf);

describe("what a schema refuses is told in words of its own", () => {
  test("whatever pattern it is", () => {
    const patterns = new Set(KEYWORDS.flatMap(([keyword, value]) => (keyword === "pattern" ? [value] : [])));

    expect([...patterns].filter((pattern) => !PATTERN_PROBLEMS.has(String(pattern)))).toEqual([]);
  });

  test("and its keywords are those that there are words for", () => {
    const keywords = new Set(KEYWORDS.map(([keyword]) => keyword));

    expect([...keywords].sort()).toEqual(
      [
        ...["$defs", "$id", "$ref", "$schema", "default", "description", "title"],
        ...["additionalProperties", "allOf", "else", "if", "items", "properties", "propertyNames", "required", "then"],
        ...["const", "enum", "pattern", "type"],
        ...["exclusiveMinimum", "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum"],
      ].sort(),
    );
  });

  test("a name that is only too long", () => {
    const name = "q".repeat(201);

    expect(told(`  find: { kind: readOnly, call: { method: GET, path: /find, query: { ${name}: 1 } } }\n`)).toEqual([
      `BAD_NAME 4:70 The name "${"q".repeat(60)}…" is not allowed.`,
    ]);
  });

  test("once, where an alias repeats it", () => {
    expect(told("  one: &one { kind: readOnly, call: { method: GET, path: /find }, timeout: later }\n  two: *one\n")).toEqual([
      'BAD_DURATION 4:76 "later" is not a duration such as 100ms, 5s, 1h30m, 7d or PT5S.',
    ]);
  });
});
