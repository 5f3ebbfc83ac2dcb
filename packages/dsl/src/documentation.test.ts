import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { validateText } from "./index.ts";

test("the documents of the language's page are valid, without a warning", () => {
  const page = readFileSync(new URL("../../../docs/reference/language.md", import.meta.url), "utf8");
  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]);

  const { documents, diagnostics } = validateText(blocks.join("\n---\n"), { many: true });

  expect(diagnostics).toEqual([]);
  expect(documents.map(({ kind, model }) => [kind, model?.name])).toEqual([
    ["service", "inventory"],
    ["saga", "parcel"],
  ]);
});
