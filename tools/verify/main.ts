import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../install.mjs";
import type { Gate, Verdict } from "./gate.ts";
import { GATES } from "./gates.ts";

const SIDE_BY_SIDE = 2;
const FINDINGS_MAX = 40;
const RESULTS = join(ROOT, "test-results", "verify");

const waiting = [...GATES];
const failed: string[] = [];
mkdirSync(RESULTS, { recursive: true });
await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
writeFileSync(
  join(RESULTS, "result.json"),
  JSON.stringify({ passed: GATES.length - failed.length, failed: failed.length, failures: failed.map((name) => `the gate "${name}"`) }),
);
if (failed.length > 0) console.log(`\nverify: ${failed.join(", ")} failed.`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function work(): Promise<void> {
  for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) {
    const began = performance.now();
    const verdict = await verdictOf(gate);
    if (!verdict.passed) failed.push(gate.name);
    report(gate, verdict, performance.now() - began);
  }
}

/** A gate that breaks has not passed. */
async function verdictOf(gate: Gate): Promise<Verdict> {
  try {
    return await gate.check();
  } catch (error) {
    return { passed: false, findings: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function report(gate: Gate, verdict: Verdict, tookMs: number): void {
  console.log(`${verdict.passed ? "✓" : "✗"} ${gate.name.padEnd(18)} ${(tookMs / 1000).toFixed(1)} s`);
  for (const note of verdict.notes ?? []) console.log(`    note: ${note}`);
  const file = join(RESULTS, `${gate.name.replaceAll(" ", "-")}.txt`);
  writeFileSync(file, verdict.findings);
  if (verdict.passed) return;

  const lines = verdict.findings.trim().split("\n");
  for (const line of lines.slice(0, FINDINGS_MAX)) console.log(`    ${line}`);
  if (lines.length > FINDINGS_MAX) console.log(`    … ${lines.length - FINDINGS_MAX} more lines in test-results/verify`);
}
