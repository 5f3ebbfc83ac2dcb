import { describe, expect, test } from "vitest";
import { arrayLiteral, hashArray, instantArray, intArray, textArray, uuidArray } from "./array-columns.ts";

describe("a column as a binary array", () => {
  test("of no rows has no dimension", () => {
    expect(textArray([]).toString("hex")).toBe("00000000" + "00000000" + "00000019");
  });

  test("tells null from empty text", () => {
    const column = textArray(["é", "", null]);

    expect(column.subarray(20).toString("hex")).toBe("00000002c3a9" + "00000000" + "ffffffff");
  });

  test("counts microseconds from the year 2000", () => {
    const column = instantArray(["2000-01-01T00:00:00.001Z", null]);

    expect(column.subarray(20).toString("hex")).toBe("00000008" + "00000000000003e8" + "ffffffff");
  });

  test("holds whole numbers", () => {
    expect(intArray([-1, null]).subarray(20).toString("hex")).toBe("00000004" + "ffffffff" + "ffffffff");
  });

  test.each([
    ["a number that does not fit", () => intArray([2 ** 31])],
    ["an instant that is none", () => instantArray(["yesterday"])],
    ["an id that is none", () => uuidArray(["no id"])],
    ["a hash that is none", () => hashArray(["no hash"])],
  ])("refuses %s", (_, make) => {
    expect(make).toThrow(RangeError);
  });
});

describe("a list within a list", () => {
  test("escapes what would end a member", () => {
    expect(arrayLiteral(['a"b', "c\\d", ""])).toBe('{"a\\"b","c\\\\d",""}');
  });
});
