import { describe, expect, test } from "vitest";
import { validateTestText } from "./validate-test-text.ts";

const toldOf = (text: string): readonly string[] =>
  validateTestText(text).diagnostics.map(
    ({ code, span, message, suggestion }) =>
      `${span.line}:${span.column} ${code} ${message}${suggestion === undefined ? "" : ` (${suggestion})`}`,
  );

describe("a text of tests", () => {
  test("that is right says nothing", () => {
    const text = "tests: [{ name: x, outcomes: { pay: [busy, { ok: {} }], ship: refused }, expect: { end: failed } }]";

    expect(validateTestText(text)).toMatchObject({ diagnostics: [], sources: [{ value: { tests: [{ name: "x" }] } }] });
  });

  test("tells each mistake once, at its place, with what may have been meant", () => {
    expect(toldOf("tests:\n  - name: x\n    outcome: { pay: refused }\n    expect: { end: compensatd }\n")).toEqual([
      '3:5 UNKNOWN_FIELD The field "outcome" is not known in "tests.0". (outcomes)',
      '4:20 NOT_ONE_OF "tests.0.expect.end" is "compensatd"; allowed are completed, compensated, failed, suspended. (compensated)',
    ]);
  });

  test("tells an outcome that is no word in one sentence", () => {
    expect(toldOf("tests: [{ name: x, outcomes: { pay: 5, ship: [] }, expect: { end: failed } }]")).toEqual([
      '1:37 WRONG_TYPE "tests.0.outcomes.pay" must be a text or an object or a list, not a number.',
      '1:46 OUT_OF_RANGE "tests.0.outcomes.ship" must have at least 1 item.',
    ]);
  });

  test("that is no object, or no YAML, is told as a document would be", () => {
    expect(toldOf("- name: x\n")).toEqual(['1:1 NOT_AN_OBJECT A file of tests must be an object with the field "tests".']);
    expect(toldOf("tests: [")).toEqual([expect.stringContaining("A bracket is not closed")]);
  });

  test("without tests is told what is missing", () => {
    expect(toldOf("{}")).toEqual(['1:1 MISSING_FIELD The field "tests" is missing at the top of the document.']);
  });
});
