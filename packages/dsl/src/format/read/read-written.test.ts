import { expect, test } from "vitest";
import { readWritten } from "./read-written.ts";

test("a text that nests too deep to be read has no documents", () => {
  expect(readWritten("[".repeat(5000))).toEqual([]);
});
