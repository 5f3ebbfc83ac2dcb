import { isJsonObject } from "@skald/shared";
import { diagnosticOf, type Finding } from "./diagnostics/report.ts";
import { diagnoseShape } from "./schema/diagnose-shape.ts";
import { validateShape } from "./schema/validate-shape.ts";
import { readSources, type Sources } from "./source/read-sources.ts";
import type { SourceDocument } from "./source/source-document.ts";

/** Reads the text of a test file and checks its shape. All problems are collected; nothing is thrown whatever the text. */
export function validateTestText(text: string): Sources {
  const { sources, diagnostics } = readSources(text, { many: false });
  if (diagnostics.length > 0) return { sources, diagnostics };

  return { sources, diagnostics: sources.flatMap((source) => findingsOf(source).map((finding) => diagnosticOf(finding, source.document))) };
}

function findingsOf(source: SourceDocument): readonly Finding[] {
  if (isJsonObject(source.value)) return diagnoseShape(validateShape("test", source.value), source);

  return [{ code: "NOT_AN_OBJECT", at: source.spanOf([]), message: 'A file of tests must be an object with the field "tests".' }];
}
