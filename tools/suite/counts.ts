import { writeFileSync } from "node:fs";

/** How many tests of one part passed, failed and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a part that broke before it could count is worth. */
export const CRASHED: Counts = { passed: 0, failed: 1, skipped: 0 };
export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

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
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

/** Counts of a vitest run; a run that failed without naming a test has failed all the same. */
export function countVitest(report: VitestReport, exitCode: number | null): Counts {
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const failed = report.numFailedTests + broken.length;

  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** What Playwright's JSON reporter says. */
export interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
  readonly errors: readonly unknown[];
}

/** Counts of an end-to-end run. A test that needed a second try has passed; Playwright's report names it. */
export function countPlaywright(report: PlaywrightReport, exitCode: number | null): Counts {
  const failed = report.stats.unexpected + report.errors.length;

  return {
    passed: report.stats.expected + report.stats.flaky,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.stats.skipped,
  };
}
