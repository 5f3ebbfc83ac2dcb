import { isJsonObject } from "@skald/shared";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnosticOf } from "../diagnostics/report.ts";
import type { SourceDocument } from "../source/source-document.ts";
import { diagnoseShape } from "./diagnose-shape.ts";
import { validateShape } from "./validate-shape.ts";

/** Everything that breaks the schema of test files, told as of a document. */
export function checkTestFile(source: SourceDocument): readonly Diagnostic[] {
  const { value, document } = source;
  if (isJsonObject(value)) return diagnoseShape(validateShape("test", value), source).map((finding) => diagnosticOf(finding, document));

  const message = 'A test file must be an object with the field "tests".';
  return [diagnosticOf({ code: "NOT_AN_OBJECT", at: source.spanOf([]), message }, document)];
}
