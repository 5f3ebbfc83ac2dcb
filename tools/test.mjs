// npm test: installs what is missing, runs everything, and ends with the line `N passed, N failed`.
//
// The suite runs as a child and notes its counts after each part, so that this line is reached, and
// tells the truth, even when the suite or the installation crashes: a crash is a failed test.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { prepare, runTied } from "./bootstrap.mjs";
import { ROOT } from "./install.mjs";

const COUNTS = join(ROOT, "test-results", "counts.json");

/** @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number, readonly failures: readonly string[], readonly finished: boolean }} Counts */

const counts = await runSuite();
const failed = counts.failed + (counts.finished ? 0 : 1);
// Said again here, because the place where each was found is thousands of lines up.
if (counts.failures.length > 0) console.log("\n── what failed");
for (const failure of counts.failures) console.log(`\n✗ ${failure}`);
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
console.log(`\n${counts.passed} passed, ${failed} failed${skipped}`);
process.exitCode = failed > 0 ? 1 : 0;

/** @returns {Promise<Counts>} */
async function runSuite() {
  rmSync(COUNTS, { force: true });
  mkdirSync(dirname(COUNTS), { recursive: true });
  try {
    await prepare();
    await runTied(join(ROOT, "tools", "suite", "main.ts"), [COUNTS, ...process.argv.slice(2)]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  if (existsSync(COUNTS)) return JSON.parse(readFileSync(COUNTS, "utf8"));

  return { passed: 0, failed: 0, skipped: 0, failures: [], finished: false };
}
