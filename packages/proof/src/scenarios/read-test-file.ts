import { checkTestFile, type Diagnostic, readSources, sentenceOf } from "@skald/dsl";
import type { Json } from "@skald/shared";

/** What must come of a scenario; only what is given is compared. */
export interface Expected {
  readonly end?: string;
  readonly cause?: string;
  readonly calls?: readonly string[];
  readonly undone?: readonly string[];
  readonly path?: readonly string[];
  readonly output?: Json;
}

/** One test: what participants do, and what must come of it. */
export interface Scenario {
  readonly name: string;
  readonly input?: Json;
  readonly outcomes?: Readonly<Record<string, Json>>;
  readonly expect: Expected;
}

/** Something wrong with a test file, at its place. Lines and columns count from 1. */
export interface TestFileProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ReadTests =
  | { readonly ok: true; readonly scenarios: readonly Scenario[] }
  | { readonly ok: false; readonly problems: readonly TestFileProblem[] };

/** Reads the text of a test file. All problems are told at once. */
export function readTestFile(text: string): ReadTests {
  const { sources, diagnostics } = readSources(text, { many: false });
  const [source] = sources;
  const problems = diagnostics.length > 0 || source === undefined ? diagnostics : checkTestFile(source);
  if (problems.length > 0 || source === undefined) return { ok: false, problems: problems.map(problemOf) };

  return { ok: true, scenarios: (source.value as unknown as { readonly tests: readonly Scenario[] }).tests };
}

function problemOf(diagnostic: Diagnostic): TestFileProblem {
  const { line, column } = diagnostic.span;

  return { line, column, message: sentenceOf(diagnostic) };
}
