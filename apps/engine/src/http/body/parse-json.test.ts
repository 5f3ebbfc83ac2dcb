import { ProblemError } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { parseJson } from "./parse-json.ts";

const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("bodies", () => {
  test.each(['{"a":[1,2.5,"x:y",{"b":null}],"c":"\\\\\\""}', "0.1", "-0", "1e3", "123456789012345", "1.50", '"{:::}"', "9007199254740992"])(
    "%s is read as JSON.parse reads it",
    (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    },
  );

  test.each([
    ['{"a":1,"a":2}', "two members"],
    ['{"a":{"b":1,"\\u0062":2}}', "two members"],
    ['{"__proto__":{"admin":true}}', "reserved"],
    ['{"a":[{"constructor":1}]}', "reserved"],
    ['{"\\u0070rototype":1}', "reserved"],
    [nested(65), "deeper"],
    ["{", "not JSON"],
    ["[1,]", "not JSON"],
  ])("%s is refused", (text, why) => {
    expect(() => parseJson(text)).toThrowError(expect.objectContaining({ code: "JSON_INVALID", message: expect.stringContaining(why) }));
  });

  test("64 levels are enough for everybody", () => {
    expect(parseJson(nested(64))).toBeInstanceOf(Array);
  });

  test("half a million levels are refused without falling over", () => {
    expect(() => parseJson(nested(500_000))).toThrowError(ProblemError);
  });

  test.each([
    ['{"a":{"b~/c":[1,9007199254740993]}}', "/a/b~0~1c/1", "9007199254740993"],
    ['{"price":0.1234567890123456789}', "/price", "0.1234567890123456789"],
    ['{"big":1e400}', "/big", "1e400"],
    ['{"small":1e-400}', "/small", "1e-400"],
    ["-123456789012345678901", "", "-123456789012345678901"],
  ])("a number that would be rounded is named: %s", (text, at, source) => {
    expect(() => parseJson(text)).toThrowError(
      expect.objectContaining({ code: "NUMBER_NOT_EXACT", errors: [expect.objectContaining({ at, suggestion: `"${source}"` })] }),
    );
  });

  test.each(["1.0000000000000000000", "1000000000000000000000", "1e21", "12e-1", "0.30000000000000004", '"12345678901234567890"'])(
    "%s comes back as it was written",
    (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    },
  );
});
