import { expect, test } from "vitest";
import { mustGet } from "./must-get.ts";

const ROOMS = new Map([
  ["12", 0],
  ["14", 2],
]);

test("an entry is given as it is, nothing-like values too", () => {
  expect(mustGet(ROOMS, "12")).toBe(0);
});

test("an entry that was to be there and is not is told by its key", () => {
  expect(() => mustGet(ROOMS, "13")).toThrow('Nothing is known of "13"');
});
