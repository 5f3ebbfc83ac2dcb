import { caretOf } from "./caret.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** A diagnostic as a person reads it in a terminal: place, code, sentence, and the source line with carets. */
export function formatDiagnostic(fileName: string, text: string, diagnostic: Diagnostic): string {
  const { span, code, severity } = diagnostic;
  const mark = severity === "warning" ? "warning  " : "";

  return `${fileName}:${span.line}:${span.column}  ${mark}${code}  ${sentenceOf(diagnostic)}\n\n${caretOf(text, span)}\n`;
}

/** The message, with the question of the suggestion where there is one. */
export function sentenceOf(diagnostic: Diagnostic): string {
  return diagnostic.suggestion === undefined ? diagnostic.message : `${diagnostic.message} Did you mean "${diagnostic.suggestion}"?`;
}
