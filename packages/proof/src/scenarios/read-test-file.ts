import { type Diagnostic, validateTestText } from "@skald/dsl";
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

export type ReadTests =
  | { readonly ok: true; readonly scenarios: readonly Scenario[] }
  | { readonly ok: false; readonly problems: readonly Diagnostic[] };

/** Reads the text of a test file. All problems are told at once. */
export function readTestFile(text: string): ReadTests {
  const { sources, diagnostics } = validateTestText(text);
  const [source] = sources;
  if (diagnostics.length > 0 || source === undefined) return { ok: false, problems: diagnostics };

  return { ok: true, scenarios: (source.value as unknown as { readonly tests: readonly Scenario[] }).tests };
}
