import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../install.mjs";
import { runProgram } from "../run-program.ts";
import { checkFigures } from "./figures.ts";
import { type Gate, programGate, type Verdict } from "./gate.ts";
import { checkLockFile } from "./lock-file-gate.ts";
import { checkWords } from "./words.ts";

/** All gates, the slow ones first, so that two at a time end together. */
export const GATES: readonly Gate[] = [
  programGate("typed lint", ["eslint", ".", "--max-warnings=0"]),
  { name: "types", check: checkTypes },
  programGate("format and lint", ["biome", "check", ".", "--error-on-warnings", "--colors=off", "--max-diagnostics=40"]),
  programGate("boundaries", ["depcruise", "--config", ".dependency-cruiser.cjs", "--output-type", "err-long", ...codeFolders()]),
  programGate("dead code", ["knip", "--no-progress"]),
  programGate("duplication", ["jscpd", ".", "--config", ".jscpd.json", "--no-colors", "--no-tips"]),
  { name: "house figures", check: checkFigures },
  { name: "repository words", check: checkWords },
  { name: "lock file", check: checkLockFile },
];

/** Workspaces by turbo, which remembers those that did not change; then the folders that are no workspace. */
async function checkTypes(): Promise<Verdict> {
  const projects = ["tools", "e2e", "bench"].filter((folder) => existsSync(join(ROOT, folder, "tsconfig.json")));
  const runs = [
    await runProgram([
      "turbo",
      "run",
      "types",
      "--continue",
      "--concurrency=2",
      "--output-logs=errors-only",
      "--no-color",
      "--log-prefix=none",
    ]),
    ...(await Promise.all(projects.map((project) => runProgram(["tsc", "--noEmit", "-p", project])))),
  ];

  return { passed: runs.every((run) => run.code === 0), findings: runs.map((run) => run.output).join("\n") };
}

function codeFolders(): readonly string[] {
  return ["apps", "packages", "examples", "tools", "bench", "e2e"].filter(
    (folder) => globSync(`${folder}/**/*.{ts,tsx,mjs}`, { cwd: ROOT, exclude: isMade }).length > 0,
  );
}

function isMade(path: string): boolean {
  return /(^|\/)(node_modules|\.next|generated)$/.test(path);
}
