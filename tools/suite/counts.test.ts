import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { countPlaywright, countVitest, crashed, Tally, type VitestReport } from "./counts.ts";

const aReport = (differences: Partial<VitestReport>): VitestReport => ({
  numPassedTests: 3,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...differences,
});

const aFile = (differences: Partial<VitestReport["testResults"][number]>): VitestReport["testResults"][number] => ({
  name: "a.test.ts",
  status: "failed",
  message: "",
  assertionResults: [],
  ...differences,
});

describe("the counts of a vitest run", () => {
  test("count a file that could not be loaded as one failure, and say why", () => {
    const report = aReport({ testResults: [aFile({ message: "no such module" })] });

    expect(countVitest(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 0, failures: ["a.test.ts\nno such module"] });
  });

  test("count a test that failed once, not its file again, and name it", () => {
    const assertionResults = [{ fullName: "the sum is right", status: "failed", failureMessages: ["\u001b[31mexpected 2\u001b[39m"] }];
    const report = aReport({ testResults: [aFile({ assertionResults })] });

    expect(countVitest(report, 1)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 0,
      failures: ["a.test.ts › the sum is right\nexpected 2"],
    });
  });

  test("have a failure when the run failed without naming a test", () => {
    expect(countVitest(aReport({}), 1)).toMatchObject({ passed: 3, failed: 1, skipped: 0 });
  });
});

describe("the counts of an end-to-end run", () => {
  test("count an error outside of all tests as a failure", () => {
    const report = {
      stats: { expected: 2, flaky: 1, skipped: 1 },
      suites: [],
      errors: [{ message: "the house did not start" }],
    };

    expect(countPlaywright(report, 1)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 1,
      failures: ["outside of all tests\nthe house did not start"],
    });
  });

  test("name a test that failed, in whatever group it stands", () => {
    const results = [{ errors: [{ message: "no button" }] }];
    const spec = { file: "a.spec.ts", title: "a page", tests: [{ status: "unexpected", results }] };
    const report = { stats: { expected: 0, flaky: 0, skipped: 0 }, suites: [{ specs: [], suites: [{ specs: [spec] }] }], errors: [] };

    expect(countPlaywright(report, 1)).toMatchObject({ failed: 1, failures: ["a.spec.ts › a page\nno button"] });
  });

  test("have a failure when the run failed without naming a test", () => {
    const report = { stats: { expected: 2, flaky: 0, skipped: 0 }, suites: [], errors: [] };

    expect(countPlaywright(report, null)).toMatchObject({ passed: 2, failed: 1 });
  });
});

describe("the tally", () => {
  test("is on disk after each part, and says when the suite came to its end", () => {
    const folder = mkdtempSync(join(tmpdir(), "skald-tally-"));
    const file = join(folder, "counts.json");
    const tally = new Tally(file);
    tally.add({ passed: 5, failed: 0, skipped: 1, failures: [] });
    tally.add(crashed("the database"));

    const before = JSON.parse(readFileSync(file, "utf8"));
    tally.finish();
    const after = JSON.parse(readFileSync(file, "utf8"));
    rmSync(folder, { recursive: true });

    expect(before).toEqual({ passed: 5, failed: 1, skipped: 1, failures: ["the database"], finished: false });
    expect(after.finished).toBe(true);
  });
});
