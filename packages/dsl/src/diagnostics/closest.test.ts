import { describe, expect, test } from "vitest";
import { closest } from "./closest.ts";

describe("closest", () => {
  test.each([
    ["resreve", ["reserve", "release"], "reserve"],
    ["orderid", ["orderId"], "orderId"],
    ["nxt", ["next", "type"], "next"],
    ["xyz", ["reserve"], undefined],
    ["", ["a"], undefined],
    ["a".repeat(100), ["a".repeat(99)], undefined],
  ])("%s means what is near, or nothing", (word, candidates, meant) => {
    expect(closest(word, candidates)).toBe(meant);
  });
});
