import type { DiagnosticView } from "@skald/shared";
import { caretOf } from "./caret.ts";
import { DIAGNOSTICS } from "./codes.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** A diagnostic as the API answers it, with its remedy and its caret view. */
export function toView(diagnostic: Diagnostic, text: string): DiagnosticView {
  const { code, severity, message, span, document, suggestion } = diagnostic;

  return {
    code,
    severity,
    message,
    line: span.line,
    column: span.column,
    endLine: span.endLine,
    endColumn: span.endColumn,
    document,
    suggestion: suggestion ?? null,
    remedy: DIAGNOSTICS[code].remedy,
    caret: caretOf(text, span),
  };
}
