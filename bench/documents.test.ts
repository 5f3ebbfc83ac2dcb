import { validateText } from "@skald/dsl";
import { expect, test } from "vitest";
import { documents } from "./documents.ts";

test("the documents of the benchmark are valid as they are sent", () => {
  const { documents: found, diagnostics } = validateText(documents("http://127.0.0.1:7100"), { many: true });

  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(found.map(({ kind, model }) => [kind, model !== null])).toEqual([
    ["service", true],
    ["saga", true],
  ]);
});
