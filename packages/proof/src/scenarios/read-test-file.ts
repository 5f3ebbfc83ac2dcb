import { readSources, type SourceDocument, TEST_SCHEMA, valueProblems } from "@skald/dsl";
import type { Json, JsonObject } from "@skald/shared";

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
  const problems = diagnostics.map(({ span: { line, column }, message }) => ({ line, column, message }));
  const [source] = sources;
  if (problems.length > 0 || source === undefined) return { ok: false, problems };

  const told = valueProblems(TEST_SCHEMA, source.value).map(({ at, message }) => problemAt(source, at, message));
  if (told.length > 0) return { ok: false, problems: told };
  return { ok: true, scenarios: (source.value as unknown as { readonly tests: readonly Scenario[] }).tests };
}

function problemAt(source: SourceDocument, pointer: string, message: string): TestFileProblem {
  const path = pathOf(pointer, source.value);
  const { line, column } = source.spanOf(path);
  const place = pointer === "" ? "The file" : `"${path.join(".")}"`;

  return { line, column, message: `${place} ${message}.` };
}

/** The members a JSON pointer names; places of lists as numbers. */
function pathOf(pointer: string, root: Json): (string | number)[] {
  const path: (string | number)[] = [];
  let at: Json | undefined = root;
  for (const token of pointer.split("/").slice(1)) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(at) ? Number(name) : name);
    at = (at as JsonObject | undefined)?.[name];
  }
  return path;
}
