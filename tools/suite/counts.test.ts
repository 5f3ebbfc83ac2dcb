import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CRASHED, countPlaywright, countVitest, Tally, type VitestReport } from "./counts.ts";

const aReport = (differences: Partial<VitestReport>): VitestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...differences,
});

describe("the counts of a vitest run", () => {
  test("count a file that could not be loaded as one failure", () => {
    const report = aReport({ testResults: [{ status: "failed", assertionResults: [] }] });

    expect(countVitest(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  test("count a test that failed once, not its file again", () => {
    const report = aReport({ numFailedTests: 1, testResults: [{ status: "failed", assertionResults: [{ status: "failed" }] }] });

    expect(countVitest(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  test("have a failure when the run failed without naming a test", () => {
    expect(countVitest(aReport({}), 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });
});

describe("the counts of an end-to-end run", () => {
  test("count an error outside of all tests as a failure", () => {
    const report = { stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 1 }, errors: ["the house did not start"] };

    expect(countPlaywright(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });
});

describe("the tally", () => {
  test("is on disk after each part, and says when the suite came to its end", () => {
    const folder = mkdtempSync(join(tmpdir(), "skald-tally-"));
    const file = join(folder, "counts.json");
    const tally = new Tally(file);
    tally.add({ passed: 5, failed: 0, skipped: 1 });
    tally.add(CRASHED);

    const before = JSON.parse(readFileSync(file, "utf8"));
    tally.finish();
    const after = JSON.parse(readFileSync(file, "utf8"));
    rmSync(folder, { recursive: true });

    expect(before).toEqual({ passed: 5, failed: 1, skipped: 1, finished: false });
    expect(after.finished).toBe(true);
  });
});
