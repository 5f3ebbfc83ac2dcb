import { describe, expect, test } from "vitest";
import type { CST } from "yaml";
import { linesOf } from "../diagnostics/lines.ts";
import { compose } from "./compose.ts";

describe("composing", () => {
  test("refuses the text where the library itself fails on what its parser gave", () => {
    const headless: CST.BlockScalar = { type: "block-scalar", offset: 0, indent: 0, props: [], source: "" };
    const token: CST.Document = { type: "document", offset: 0, start: [], value: headless };

    const { documents, findings } = compose([token], linesOf("a"), 0);

    expect(documents).toEqual([]);
    expect(findings.map(({ code, message }) => ({ code, message }))).toEqual([
      { code: "SYNTAX", message: "The text cannot be read as YAML or JSON." },
    ]);
  });
});
