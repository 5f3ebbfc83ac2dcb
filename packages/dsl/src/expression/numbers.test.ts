import { describe, expect, test } from "vitest";
import { evaluate } from "./render.ts";

const codeOf = (source: string): string => {
  const result = evaluate(source, { n: 9007199254740991, big: 1e20, list: [1, 2, 3] });
  return result.ok ? "ok" : result.error.code;
};
const resultOf = (source: string): unknown => {
  const result = evaluate(source, { n: 9007199254740991, big: 1e20, list: [1, 2, 3] });
  return result.ok ? result.value : result.error;
};

describe("the one number type", () => {
  test.each([
    ["1 + 2.5", 3.5],
    ["5 / 2", 2.5],
    ["6 / 2", 3],
    ["int(5 / 2)", 2],
    ["int(-2.5)", -2],
    ["-7 % 3", -1],
    ["5.5 % 2", 1.5],
    ["7 - 0.5 * 2", 6],
    ["0x1F + 1u", 32],
    ["-(3)", -3],
    ["-0.0", 0],
    ["0 * -1", 0],
    ["1 == 1.0", true],
    ["2 > 1.5 && 1 <= 1.0", true],
    ["size([1, 2]) / 4", 0.5],
    ["[1, 2, 3].size() * 1.5", 4.5],
    ["list[4 / 2]", 3],
    ["list[0]", 1],
    ["n", 9007199254740991],
    ["n + 1", 9007199254740992],
    ["-n - 1", -9007199254740992],
    ["9007199254740992", 9007199254740992],
    ["4503599627370496 * 2", 9007199254740992],
    ["1.5e3", 1500],
    ["int('42') + int('+1') - int('-2')", 45],
    ["double('-1.5e1') + double('2') + double('.5')", -12.5],
    ["uint(3.9)", 3],
    ["uint('7')", 7],
    ["int(timestamp('1970-01-01T00:00:01.900Z'))", 1],
    ["round(2.5)", 3],
    ["round(-2.5)", -3],
    ["round(2.4)", 2],
    ["round(-0.2)", 0],
  ])("%s is %j", (source, expected) => {
    expect(resultOf(source)).toBe(expected);
  });

  test.each([
    ["9007199254740993", "NUMBER_NOT_EXACT"],
    ["1e300", "NUMBER_NOT_EXACT"],
    ["n + 2", "NUMBER_NOT_EXACT"],
    ["n + 1 + 1", "NUMBER_NOT_EXACT"],
    ["-n - 2", "NUMBER_NOT_EXACT"],
    ["n * 2", "NUMBER_NOT_EXACT"],
    ["3 * 3002399751580331", "NUMBER_NOT_EXACT"],
    ["n / 0.5", "NUMBER_NOT_EXACT"],
    ["big", "NUMBER_NOT_EXACT"],
    ["[big]", "NUMBER_NOT_EXACT"],
    ["int('9007199254740993')", "NUMBER_NOT_EXACT"],
    ["double('9007199254740993')", "NUMBER_NOT_EXACT"],
    ["double('1e99')", "NUMBER_NOT_EXACT"],
    ["1 / 0", "EXPRESSION_FAILED"],
    ["1 % 0", "EXPRESSION_FAILED"],
    ["list[0.5]", "EXPRESSION_FAILED"],
    ["list[-1]", "EXPRESSION_FAILED"],
    ["list[3]", "EXPRESSION_FAILED"],
    ["list[big]", "EXPRESSION_FAILED"],
    ["list['length']", "EXPRESSION_FAILED"],
    ["list.length", "EXPRESSION_FAILED"],
    ["int('1.5')", "EXPRESSION_FAILED"],
    ["int('0x1')", "EXPRESSION_FAILED"],
    ["int('')", "EXPRESSION_FAILED"],
    ["double('inf')", "EXPRESSION_FAILED"],
    ["double('NaN')", "EXPRESSION_FAILED"],
    ["double(' 1')", "EXPRESSION_FAILED"],
    ["uint(-1)", "EXPRESSION_FAILED"],
    ["-'a'", "EXPRESSION_FAILED"],
    ["1 + 'a'", "EXPRESSION_FAILED"],
    ["1 + null", "EXPRESSION_FAILED"],
  ])("%s is the error %s", (source, code) => {
    expect(codeOf(source)).toBe(code);
  });
});
