import { expect, test } from "vitest";
import { printJson } from "./print-json.ts";

test("an alias, which JSON does not have, is nothing", () => {
  expect(printJson({ kind: "alias", name: "a" })).toBe("null");
});
