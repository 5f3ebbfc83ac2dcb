import { describe, expect, test } from "vitest";
import { readSources } from "../source/read-sources.ts";
import { checkTestFile } from "./check-test-file.ts";

function told(text: string): readonly string[] {
  return readSources(text, { many: false })
    .sources.flatMap(checkTestFile)
    .map(({ code, span, suggestion }) => `${code} ${span.line}:${span.column} ${suggestion ?? ""}`.trimEnd());
}

describe("a test file", () => {
  test("that fits the schema has nothing to tell", () => {
    expect(told("tests:\n  - { name: a, outcomes: { reserve: [busy, { ok: { id: 1 } }] }, expect: { end: failed } }")).toEqual([]);
  });

  test("is told what does not fit as a document is", () => {
    expect(told("tests:\n  - { nme: a, outcomes: { reserve: { ok: 1, busy: 2 } }, expect: { end: compensate } }")).toEqual([
      "UNKNOWN_FIELD 2:7 name",
      "OUT_OF_RANGE 2:36",
      "NOT_ONE_OF 2:73 compensated",
    ]);
  });

  test("is an object", () => {
    expect(told("- a")).toEqual(["NOT_AN_OBJECT 1:1"]);
  });
});
