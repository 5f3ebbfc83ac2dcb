import { writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** How many tests of one part passed, failed and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of each test that failed: where it stands, its name, and how its reason begins. */
  readonly failures: readonly string[];
}

/** What a part that broke before it could count is worth. */
export const crashed = (why: string): Counts => ({ passed: 0, failed: 1, skipped: 0, failures: [why] });
export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** Adds up the counts of the parts, and notes the sum after each, should the next one break everything. */
export class Tally {
  readonly #file: string;
  #sum: Counts = NOTHING;

  constructor(file: string) {
    this.#file = file;
    this.#note(false);
  }

  add(counts: Counts): void {
    this.#sum = {
      passed: this.#sum.passed + counts.passed,
      failed: this.#sum.failed + counts.failed,
      skipped: this.#sum.skipped + counts.skipped,
      failures: [...this.#sum.failures, ...counts.failures],
    };
    this.#note(false);
  }

  /** Says that the suite came to its end. */
  finish(): void {
    this.#note(true);
  }

  #note(finished: boolean): void {
    writeFileSync(this.#file, JSON.stringify({ ...this.#sum, finished }));
  }
}

/** What vitest's JSON reporter says. A file that could not be loaded has no tests and counts as one that failed. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly VitestFile[];
}

interface VitestFile {
  readonly name: string;
  readonly status: string;
  /** Why the file could not be loaded. */
  readonly message: string;
  readonly assertionResults: readonly VitestTest[];
}

interface VitestTest {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages?: readonly string[];
}

/** Counts of a vitest run; a run that failed without naming a test has failed all the same. */
export function countVitest(report: VitestReport, exitCode: number | null): Counts {
  const failures = report.testResults.flatMap(failuresOfFile);
  if (failures.length === 0 && exitCode !== 0) failures.push(`vitest ended with ${exitCode} and named no test.`);

  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

function failuresOfFile(file: VitestFile): string[] {
  const failed = file.assertionResults.filter(({ status }) => status === "failed");
  if (failed.length === 0) return file.status === "failed" ? [told(file.name, file.message)] : [];

  return failed.map((test) => told(`${file.name} › ${test.fullName}`, ...(test.failureMessages ?? [])));
}

/** What Playwright's JSON reporter says. */
export interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly flaky: number; readonly skipped: number };
  readonly suites: readonly PlaywrightSuite[];
  readonly errors: readonly PlaywrightError[];
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly PlaywrightSpec[];
}

interface PlaywrightSpec {
  readonly file: string;
  readonly title: string;
  readonly tests: readonly { readonly status: string; readonly results: readonly { readonly errors: readonly PlaywrightError[] }[] }[];
}

interface PlaywrightError {
  readonly message?: string;
}

/** Counts of an end-to-end run. A test that needed a second try has passed; Playwright's report names it. */
export function countPlaywright(report: PlaywrightReport, exitCode: number | null): Counts {
  const failures = [
    ...report.suites.flatMap(failuresOfSuite),
    ...report.errors.map(({ message }) => told("outside of all tests", message ?? "")),
  ];
  if (failures.length === 0 && exitCode !== 0) failures.push(`playwright ended with ${exitCode} and named no test.`);

  return {
    passed: report.stats.expected + report.stats.flaky,
    failed: failures.length,
    skipped: report.stats.skipped,
    failures,
  };
}

function failuresOfSuite(suite: PlaywrightSuite): string[] {
  const own = suite.specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected")
      .map(({ results }) => told(`${file} › ${title}`, ...results.flatMap(({ errors }) => errors.map(({ message }) => message ?? "")))),
  );

  return [...own, ...(suite.suites ?? []).flatMap(failuresOfSuite)];
}

const REASON_MAX = 1_500;

function told(where: string, ...reasons: readonly string[]): string {
  return `${where}\n${stripVTControlCharacters(reasons.join("\n")).slice(0, REASON_MAX)}`.trimEnd();
}
