import type { JsonObject } from "@skald/shared";
import type { DiagnosticCode } from "../diagnostics/codes.ts";

/** Which language a workflow was written in. */
export type SourceLanguage = "asl" | "serverless-0.8" | "serverless-1.0";

/** What became of one part of the source. `dropped` is missing in the result, `changed` means something else now. */
export interface Loss {
  /** JSON pointer into the source. */
  readonly at: string;
  /** Line of the source, from 1. */
  readonly line: number | null;
  readonly kind: "kept" | "changed" | "dropped";
  /** What happened to which part; one sentence. */
  readonly what: string;
  /** What the author can do about it; one sentence. */
  readonly remedy: string;
}

/** A workflow in our language: the saga first, then the catalogues of the services it calls. */
export interface Imported {
  readonly documents: readonly JsonObject[];
  readonly losses: readonly Loss[];
  readonly source: SourceLanguage;
  /** What the source says of a state in words, by the name of the state in the saga. */
  readonly comments: Readonly<Record<string, string>>;
}

/** Why a text cannot be imported. Codes of the text's own problems are those of `validateText`. */
export interface ImportProblem {
  readonly code: DiagnosticCode | "FORMAT_UNKNOWN" | "SOURCE_INVALID" | "SOURCE_TOO_COMPLEX";
  readonly at: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly remedy: string;
}

/** What importing a text comes to. */
export type ImportResult =
  | { readonly ok: true; readonly imported: Imported }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] };
