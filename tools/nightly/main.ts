import { runProgram } from "../run-program.ts";

interface NightPart {
  readonly title: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const NIGHT_MS = 10 * 3_600_000;
const unitTests = (folder: string): readonly string[] => ["vitest", "run", "--project", "unit", folder];

const PARTS: readonly NightPart[] = [
  {
    title: "the kernel against its oracle: 100,000 random sagas under 50 outcome tables each",
    command: unitTests("packages/kernel/test/oracle"),
    environment: { SKALD_ORACLE_DEFINITIONS: "100000", SKALD_ORACLE_TABLES: "50", SKALD_ORACLE_REWRITTEN: "5000" },
  },
  {
    title: "every branch of the language and of the kernel",
    command: ["vitest", "run", "--project", "unit", "packages/dsl/src", "packages/dsl/test/hostile", "packages/kernel", "--coverage"],
    environment: { SKALD_CPU_HANDICAP: "2" },
  },
  {
    title: "the proof against one that leaves nothing out: 5,000 small random sagas",
    command: unitTests("packages/proof/test/reduction.test.ts"),
    environment: { SKALD_REDUCED_SAGAS: "5000" },
  },
  {
    title: "the language attacked from another seed",
    command: unitTests("packages/dsl/test/fuzz"),
    environment: { SKALD_FUZZ_SEED: String(Date.now() % 1_000_000_000) },
  },
  {
    title: "the proof: orders with faults, and kills of the engine",
    command: [process.execPath, "examples/shop/prove/main.ts"],
    environment: {},
  },
];

for (const { title, command, environment } of PARTS) {
  console.log(`\n── ${title}`);
  const { code } = await runProgram(command, { show: true, deadlineMs: NIGHT_MS, environment });
  if (code !== 0) process.exitCode = 1;
}
