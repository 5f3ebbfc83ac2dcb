import { expect } from "vitest";
import { formatDiagnostic } from "../../src/diagnostics/format.ts";
import { graphOf } from "../../src/graph/graph-of.ts";
import { canonicalDocument } from "../../src/model/canonical.ts";
import { validateText } from "../../src/validate-text.ts";

/** Validates a text and uses all that comes of it: diagnostics stand inside the text, models can be drawn and pinned. */
export function validateCalmly(text: string): void {
  const { diagnostics, documents } = validateText(text, { many: true });

  const outside = diagnostics.filter(({ span }) => span.start > span.end || span.end > text.length);
  if (outside.length > 0) expect(outside).toEqual([]);
  const [first] = diagnostics;
  if (first !== undefined && !formatDiagnostic("x.yaml", text, first).includes(first.code)) expect(first).toBeUndefined();
  for (const document of documents) {
    if (document.model === null) continue;
    canonicalDocument(document.model);
    if (document.kind === "saga") graphOf(document.model, document.resolved, document.children);
  }
}
