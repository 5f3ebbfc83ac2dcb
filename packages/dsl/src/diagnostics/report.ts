import { closest } from "./closest.ts";
import { DIAGNOSTICS, type DiagnosticCode } from "./codes.ts";
import type { Diagnostic, Span } from "./diagnostic.ts";

/** What a stage says of one place. Severity comes from the table of codes. */
export interface Finding {
  readonly code: DiagnosticCode;
  readonly at: Span;
  readonly message: string;
  /** What was probably meant; or the mistyped word with what it may have meant, to be compared only if the finding is kept. */
  readonly suggestion?: string | Suggestion | undefined;
}

/** A word nobody knows, and those that are known. */
interface Suggestion {
  readonly word: string;
  readonly among: Iterable<string>;
}

/** Takes one finding. Never throws, never stops the caller. */
export type Report = (finding: Finding) => void;

/** Beyond this many findings a document is beyond reading; the rest is counted, not kept. */
export const FINDINGS_MAX = 200;

/** The diagnostic of a finding in one document. */
export function diagnosticOf(finding: Finding, document: number): Diagnostic {
  const { code, at, message } = finding;
  const suggestion = suggestionOf(finding.suggestion);

  return {
    code,
    severity: DIAGNOSTICS[code].severity,
    message,
    span: at,
    document,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function suggestionOf(suggestion: Finding["suggestion"]): string | undefined {
  return typeof suggestion === "object" ? closest(suggestion.word, suggestion.among) : suggestion;
}
