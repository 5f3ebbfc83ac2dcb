import type { Json, JsonObject } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { validateText } from "../../validate-text.ts";
import { valueProblems } from "../value.ts";
import { KEYWORDS } from "./keywords.ts";

const TOO_DEEP = "is nested too deeply";
const WORDS = ["", "a", "string", "#", "#/x", "#/properties", "#a", "http://x/y", "1", "^(a", "\\p{L}", "urn:x", "date", "nonsense"];
const VALUES: readonly Json[] = [
  ...[0, 1, -1, 1.5, true, false, null],
  ...WORDS,
  ...WORDS.map((word) => [word]),
  ...[[], [{}], [true], ["a", "a"], ["string", "string"], {}, { a: {} }, { a: true }, { a: ["b", "b"] }, { a: [] }, { "(": {} }],
  "https://json-schema.org/draft/2020-12/schema",
  "http://json-schema.org/draft-04/schema#",
];
const WRAPS: readonly ((schema: JsonObject) => JsonObject)[] = [
  (schema) => schema,
  (schema) => ({ properties: { p: schema, type: {} } }),
  (schema) => ({ title: "x", allOf: [schema] }),
];

function isAccepted(schema: JsonObject): boolean {
  const document = {
    document: { dsl: "1.0", kind: "saga", name: "demo", version: "1.0.0" },
    input: { schema },
    start: "z",
    states: { z: { type: "succeed" } },
  };

  return validateText(JSON.stringify(document)).diagnostics.length === 0;
}

describe("a schema of an author", () => {
  test.each(Object.keys(KEYWORDS))("that is accepted with %s can check any value", (keyword) => {
    const schemas = WRAPS.flatMap((wrap) => VALUES.map((value) => wrap({ [keyword]: value })));
    const accepted = schemas.filter(isAccepted);

    const answers = accepted.flatMap((schema) =>
      [1, "a", null, { p: 1 }, { p: { a: 1 } }, [1]].map((value) => valueProblems(schema, value)),
    );

    expect(answers.flat().filter(({ message }) => message === TOO_DEEP)).toEqual([]);
  });

  test("may be recursive where each step enters the value", () => {
    const tree = { type: "object", properties: { children: { type: "array", items: { $ref: "#" } } } };

    expect(isAccepted(tree)).toBe(true);
    expect(valueProblems(tree, { children: [{ children: [{}] }] })).toEqual([]);
  });

  test("refuses a value that it cannot follow to the end", () => {
    const tree = { properties: { child: { $ref: "#" } } };
    let value: Json = {};
    for (let depth = 0; depth < 100_000; depth += 1) value = { child: value };

    expect(valueProblems(tree, value)).toEqual([{ at: "", message: TOO_DEEP }]);
  });

  test("is refused when its references form too long a chain", () => {
    const links = Array.from({ length: 300 }, (_, index) => [`a${index}`, { $ref: `#/$defs/a${index + 1}` }]);
    const chain = { $ref: "#/$defs/a0", $defs: { ...Object.fromEntries(links), a300: {} } };

    expect(isAccepted(chain)).toBe(false);
  });
});
