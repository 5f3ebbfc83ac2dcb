import { describe, expect, test } from "vitest";
import { importText } from "./testing/import-text.ts";
import { statesWorkflow } from "./testing/serverless.ts";
import { writeImported } from "./write-imported.ts";

describe("the files of an import", () => {
  test("are called by the documents in them", () => {
    const text = statesWorkflow(
      "- { name: A, type: operation, actions: [{ functionRef: f }], end: true }",
      "functions: [{ name: f, operation: 'stock.json#hold' }]\n",
    );

    expect(writeImported(importText(text)).map(({ name }) => name)).toEqual(["order.saga.yaml", "stock.service.yaml"]);
  });

  test("say above a state what the source says of it", () => {
    const text = statesWorkflow(
      `- { name: A, type: sleep, duration: PT1S, comment: "Rests a while,\\n  then goes on\\x01.", transition: B }
- { name: B, type: sleep, duration: PT1S, end: true }`,
    );

    expect(writeImported(importText(text))[0]?.text).toContain(
      "states:\n  # Rests a while,\n  # then goes on .\n  A:\n    type: wait\n    for: 1s\n    next: B\n  B:\n",
    );
  });

  test("hold no characters that nobody sees", () => {
    const text = statesWorkflow('- { name: A, type: inject, data: { mark: "left\\u202Eright" }, end: true }');

    expect(writeImported(importText(text))[0]?.text).toContain('mark: "left\\u202eright"\n');
  });
});
