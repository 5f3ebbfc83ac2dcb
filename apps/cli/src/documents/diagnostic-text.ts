import { type Diagnostic, formatDiagnostic } from "@skald/dsl";
import { counted } from "../text/saga-words.ts";
import type { Style } from "../text/style.ts";
import { visibleText } from "../text/visible-text.ts";
import type { DocumentFile } from "./read-documents.ts";

/** A diagnostic with all that is needed to show it. */
export interface ToldDiagnostic {
  readonly file: DocumentFile;
  readonly diagnostic: Diagnostic;
  readonly remedy: string;
}

/** A diagnostic as the dsl prints it, and what to do about it. */
export function diagnosticText({ file, diagnostic, remedy }: ToldDiagnostic, style: Style): string {
  const [head = "", ...view] = visibleText(formatDiagnostic(file.name, file.text, diagnostic))
    .trimEnd()
    .split("\n");

  return [style(diagnostic.severity === "error" ? "bad" : "warning", head), ...view, "", `   ${remedy}`, ""].join("\n");
}

/** The last line: `2 errors, 1 warning in 3 files.` */
export function countText(diagnostics: readonly Pick<Diagnostic, "severity">[], files: number): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const told = [errors > 0 ? counted(errors, "error") : "", warnings > 0 ? counted(warnings, "warning") : ""].filter((text) => text !== "");

  return `${told.length === 0 ? "No problems" : told.join(", ")} in ${counted(files, "file")}.`;
}
