import { writeFile } from "node:fs/promises";
import { type DrawnReport, htmlReport, junitXml, testDefinition } from "@skald/proof";
import type { Call, Command } from "../../command-line/command.ts";
import { UsageError } from "../../command-line/usage-error.ts";
import { type CompiledFile, compileFiles } from "../../documents/compile-files.ts";
import { readTestsBeside } from "../../documents/read-tests.ts";
import { EXIT } from "../../exit-code.ts";
import { testText } from "../../text/test-text.ts";
import { visibleText } from "../../text/visible-text.ts";

/** Paths of a saga that are run when all are asked for: a minute's worth. */
const ALL_PATHS_MAX = 20_000;

/** `skald test`: plays every failure path and the author's scenarios, without an engine. */
export const test: Command = {
  name: "test",
  summary: "Play every failure path of sagas, and your own scenarios, without an engine.",
  positionals: ["<files…>"],
  options: {
    all: { text: "All paths, up to 20000 of a saga, instead of a few that go over every failure and every decision." },
    junit: { value: "file", text: "Write the results as JUnit XML." },
    html: { value: "file", text: "Write the results as a page, with pictures of the paths that fail." },
  },
  example: "test services/ sagas/ --junit results.xml",
  notes: [
    "Scenarios stand beside a saga: order.test.yaml beside order.yaml, with a list of tests: name, input, outcomes by state (as in skald simulate --set) and what to expect: end, cause, calls, undone, path, output.",
    "What comes from outside stands among the outcomes, such as approve: reject, awaitStock: [timedOut], callback.ship: refused, lock.reserve: timedOut.",
    "Without such a file the failure paths are played all the same, and held against what no saga may do and against the assertions of the saga.",
  ],
  run: async (call) => {
    const files = await compileFiles(call);
    if (files === null) return EXIT.failed;
    const runs = await Promise.all(files.map((file) => runTests(file, call)));

    const drawn = runs.flatMap(({ drawn: one }) => (one === null ? [] : [one]));
    await writeReports(drawn, call);
    if (call.json) call.terminal.out(jsonText(runs));
    else for (const { text } of runs) call.terminal.out(text);
    return runs.every(({ passed }) => passed) ? EXIT.ok : EXIT.failed;
  },
};

interface TestRun {
  readonly name: string;
  readonly passed: boolean;
  readonly text: string;
  /** Null: the test file is wrong, and `text` says how. */
  readonly drawn: DrawnReport | null;
}

async function runTests({ name, definition, children }: CompiledFile, { given, terminal }: Call): Promise<TestRun> {
  const beside = await readTestsBeside(name, terminal.style);
  if (beside.kind === "wrong") return { name, passed: false, text: beside.problems.join("\n"), drawn: null };

  const scenarios = beside.kind === "none" ? {} : { scenarios: beside.scenarios };
  const report = testDefinition(definition, {
    ...scenarios,
    explore: { children },
    ...(given.has("all") ? { allPaths: ALL_PATHS_MAX } : {}),
  });
  return { name, passed: report.passed, text: testText(report, terminal.style), drawn: { report, graph: definition.graph } };
}

async function writeReports(drawn: readonly DrawnReport[], { given, terminal }: Call): Promise<void> {
  const reports = { junit: () => junitXml(drawn.map(({ report }) => report)), html: () => htmlReport(drawn) };
  for (const kind of ["junit", "html"] as const) {
    const file = given.text(kind);
    if (file === undefined) continue;
    await writeFile(file, reports[kind]()).catch((error: unknown) => {
      throw new UsageError(`"${file}" cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
    });
    terminal.err(`Wrote ${visibleText(file)}.`);
  }
}

/** JSON has no whole numbers as long as the number of paths may be: it is a text there. */
function jsonText(runs: readonly TestRun[]): string {
  const files = runs.map(({ name, passed, text, drawn }) => ({
    file: name,
    passed,
    ...(drawn === null ? { problem: text } : { report: drawn.report }),
  }));

  return JSON.stringify({ files }, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value), 2);
}
