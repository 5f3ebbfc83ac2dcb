import { describe, expect, test } from "vitest";
import { blockOf, isWithin, localName, pathIn, scopeOf, scopesAround } from "./paths.ts";

describe("the path of a state", () => {
  test("says which scope it stands in, in which block, and what it is called there", () => {
    expect([pathIn("ship.truck", "load"), pathIn("", "ship")]).toEqual(["ship.truck.load", "ship"]);
    expect(["ship.truck.load", "ship"].map((path) => [scopeOf(path), blockOf(scopeOf(path)), localName(path)])).toEqual([
      ["ship.truck", "ship", "load"],
      ["", "", "ship"],
    ]);
  });

  test("says which scopes are around it, innermost first and the saga's own last", () => {
    expect(scopesAround("a.b.c.d.e")).toEqual(["a.b.c.d", "a.b", ""]);
    expect(scopesAround("a")).toEqual([""]);
  });

  test.each([
    ["ship.truck.load", "ship.truck", true],
    ["ship.truck.load", "ship", true],
    ["ship", "ship", true],
    ["ship", "", true],
    ["shipping.truck", "ship", false],
    ["ship", "ship.truck", false],
  ])("%s lies in %j: %s", (path, place, isIn) => {
    expect(isWithin(path, place)).toBe(isIn);
  });
});
