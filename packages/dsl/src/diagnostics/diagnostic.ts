import type { DiagnosticCode } from "./codes.ts";

/** A stretch of a source text: offsets in UTF-16 code units, end exclusive; lines and columns from 1. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One finding about a document. Diagnostics are collected, never thrown. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: "error" | "warning";
  /** One plain sentence with the values in quotes. */
  readonly message: string;
  readonly span: Span;
  /** Which of several `---` documents of one text, from 0. */
  readonly document: number;
  readonly suggestion?: string;
}
