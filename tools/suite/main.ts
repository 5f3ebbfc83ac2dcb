import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../install.mjs";
import { runProgram } from "../run-program.ts";
import { ensureBrowser } from "./browser.ts";
import { type Counts, countPlaywright, countVitest, crashed, NOTHING, Tally } from "./counts.ts";

interface SuitePart {
  readonly title: string;
  readonly run: () => Promise<Counts>;
}

const RESULTS = join(ROOT, "test-results");
const VITEST_MS = 30 * 60_000;
const PLAYWRIGHT_MS = 30 * 60_000;
const PROOF_MS = 15 * 60_000;

const PARTS: readonly SuitePart[] = [
  { title: "verify: what can be said without running anything", run: runVerify },
  { title: "unit, web, integration and launcher tests", run: runVitest },
  { title: "end-to-end tests in a real browser", run: runEndToEnd },
  { title: "the proof: orders with faults, kills of the engine, and a comparison (the seed is printed)", run: runProof },
];

mkdirSync(RESULTS, { recursive: true });
const tally = new Tally(process.argv[2] ?? join(RESULTS, "counts.json"));
for (const part of PARTS) {
  console.log(`\n── ${part.title}`);
  tally.add(await countsOf(part));
}
tally.finish();

/** A part that breaks is a test that failed; the parts after it still run. */
async function countsOf(part: SuitePart): Promise<Counts> {
  try {
    return await part.run();
  } catch (error) {
    console.error(error);

    return crashed(`${part.title}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function runVerify(): Promise<Counts> {
  const file = join(RESULTS, "verify", "result.json");
  rmSync(file, { force: true });
  await runProgram([process.execPath, "tools/verify/main.ts"], { show: true });

  return { ...readReport<Omit<Counts, "skipped">>(file), skipped: 0 };
}

async function runVitest(): Promise<Counts> {
  const file = join(RESULTS, "vitest.json");
  rmSync(file, { force: true });
  const ran = await runProgram(["vitest", "run", "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`], {
    show: true,
    deadlineMs: VITEST_MS,
  });

  return countVitest(readReport(file), ran.code);
}

async function runEndToEnd(): Promise<Counts> {
  if (globSync("e2e/**/*.{spec,test}.ts", { cwd: ROOT }).length === 0) {
    console.log("There are none.");
    return NOTHING;
  }

  const missing = await ensureBrowser();
  if (missing !== null) {
    console.log(missing);
    return crashed(missing);
  }

  const file = join(RESULTS, "playwright.json");
  rmSync(file, { force: true });
  const data = mkdtempSync(join(tmpdir(), "skald-e2e-"));
  const environment = { PLAYWRIGHT_JSON_OUTPUT_FILE: file, SKALD_E2E_DATA: data };
  const ran = await runProgram(["playwright", "test", "--reporter=line,json"], { show: true, deadlineMs: PLAYWRIGHT_MS, environment });

  rmSync(data, { recursive: true, force: true });

  return countPlaywright(readReport(file), ran.code);
}

/** Counts as one test. Its seed is new in each run and stands in the output, so that a failure can be played again. */
async function runProof(): Promise<Counts> {
  const ran = await runProgram([process.execPath, "examples/shop/prove/main.ts"], { show: true, deadlineMs: PROOF_MS });

  return ran.code === 0 ? { ...NOTHING, passed: 1 } : crashed("The proof found differences, or did not end.");
}

function readReport<Report>(file: string): Report {
  if (!existsSync(file)) throw new Error(`It ended without a report (${file}).`);

  return JSON.parse(readFileSync(file, "utf8"));
}
