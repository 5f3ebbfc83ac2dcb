import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../fingerprint.mjs";
import { quietEnvironment, ROOT } from "../install.mjs";

const WEB = join(ROOT, "apps/web");
const STAMP = join(WEB, ".next", ".skald-build");

/** Builds the console when its sources changed since the last build. The signal ends a build that is under way. */
export async function buildConsole(log: string, signal: AbortSignal, report: (sentence: string) => void): Promise<void> {
  const sources = fingerprint([WEB, join(ROOT, "packages/shared"), join(ROOT, "packages/dsl"), join(ROOT, "package-lock.json")]);
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === sources) return;

  requireWritable();
  report("building the console; this happens once after a change");
  rmSync(STAMP, { force: true });
  mkdirSync(join(log, ".."), { recursive: true });
  const output = openSync(log, "w");
  const build = spawn(process.execPath, [join(ROOT, "node_modules/next/dist/bin/next"), "build"], {
    cwd: WEB,
    env: { ...quietEnvironment(), NODE_ENV: "production" },
    stdio: ["ignore", output, output],
    detached: true,
    signal,
  });
  closeSync(output);
  const code = await exitOf(build);
  if (signal.aborted) return;
  if (code !== 0)
    throw new Error(
      `The console cannot be built. What the build said is in "${log}":\n${readFileSync(log, "utf8").trim().split("\n").slice(-15).join("\n")}`,
    );

  writeFileSync(STAMP, sources);
}

function requireWritable(): void {
  const built = join(WEB, ".next");
  try {
    accessSync(existsSync(built) ? built : WEB, constants.W_OK);
  } catch (cause) {
    throw new Error(`The console has to be built, but this user cannot write "${WEB}". Start once as the owner of this checkout.`, {
      cause,
    });
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => {
    child.on("error", () => done(null));
    child.on("exit", (code) => done(code));
  });
}
