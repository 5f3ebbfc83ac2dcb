import { toView } from "@skald/dsl";
import type { ValidatedFile } from "./validate-files.ts";

/** What a program is told of files that were validated, by whichever command: `{ valid, files: [{ file, valid, documents, diagnostics }] }`. */
export function validationJson(files: readonly ValidatedFile[]): string {
  return JSON.stringify({ valid: files.every(isValidFile), files: files.map(fileView) }, null, 2);
}

/** Whether a file has no errors; warnings do not count. */
export function isValidFile({ diagnostics }: ValidatedFile): boolean {
  return diagnostics.every(({ severity }) => severity === "warning");
}

function fileView(file: ValidatedFile): Readonly<Record<string, unknown>> {
  return {
    file: file.name,
    valid: isValidFile(file),
    documents: file.documents.flatMap(({ kind, model }) =>
      model === null ? [] : [{ kind, namespace: model.namespace, name: model.name, version: model.version }],
    ),
    diagnostics: file.diagnostics.map((diagnostic) => toView(diagnostic, file.text)),
  };
}
