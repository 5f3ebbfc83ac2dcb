import { DIAGNOSTICS, type DiagnosticCode } from "./codes.ts";
import type { Diagnostic, Span } from "./diagnostic.ts";

/** What a stage says of one place. Severity comes from the table of codes. */
export interface Finding {
  readonly code: DiagnosticCode;
  readonly at: Span;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** Takes one finding. Never throws, never stops the caller. */
export type Report = (finding: Finding) => void;

/** Beyond this many findings a document is beyond reading; the rest is counted, not kept. */
export const FINDINGS_MAX = 200;

/** The diagnostic of a finding in one document. */
export function diagnosticOf(finding: Finding, document: number): Diagnostic {
  const { code, at, message, suggestion } = finding;

  return {
    code,
    severity: DIAGNOSTICS[code].severity,
    message,
    span: at,
    document,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
