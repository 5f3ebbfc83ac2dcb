import { readFile } from "node:fs/promises";
import { DIAGNOSTICS } from "@skald/dsl";
import { readTestFile, type Scenario } from "@skald/proof";
import type { Style } from "../text/style.ts";
import { diagnosticText } from "./diagnostic-text.ts";

/** What stands beside a saga: `order.test.yaml` beside `order.yaml`. */
export type TestsBeside =
  | { readonly kind: "none" }
  | { readonly kind: "read"; readonly name: string; readonly scenarios: readonly Scenario[] }
  /** Each mistake as `validate` tells it. */
  | { readonly kind: "wrong"; readonly name: string; readonly problems: readonly string[] };

/** Reads the test file beside the file of a saga, if there is one. */
export async function readTestsBeside(name: string, style: Style): Promise<TestsBeside> {
  const beside = name.replace(/\.(?:ya?ml|json)$/i, ".test.yaml");
  // Without an ending there is no name beside it; the saga itself would be read.
  if (beside === name) return { kind: "none" };
  const text = await readFile(beside, "utf8").catch(() => null);
  if (text === null) return { kind: "none" };

  const read = readTestFile(text);
  if (read.ok) return { kind: "read", name: beside, scenarios: read.scenarios };
  return {
    kind: "wrong",
    name: beside,
    problems: read.problems.map((diagnostic) =>
      diagnosticText({ file: { name: beside, text }, diagnostic, remedy: DIAGNOSTICS[diagnostic.code].remedy }, style),
    ),
  };
}
