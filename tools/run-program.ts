import { spawn } from "node:child_process";
import { quietEnvironment, ROOT } from "./install.mjs";

/** How a program ended and what it said. */
export interface Ran {
  /** Null when it was killed or could not be started. */
  readonly code: number | null;
  readonly output: string;
}

/** How to run it. */
export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Shown on the terminal as it comes, instead of collected. */
  readonly show?: boolean;
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 10 * 60_000;

/** Runs a program in the root of the repository; one that takes too long is killed and counts as failed. */
export function runProgram(command: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...quietEnvironment(), ...(options.show === true ? {} : { NO_COLOR: "1" }), ...options.environment },
    stdio: options.show === true ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk: Buffer): void => {
    output += chunk.toString("utf8");
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  const deadline = setTimeout(() => child.kill("SIGKILL"), options.deadlineMs ?? DEADLINE_MS);

  return new Promise((done) => {
    const end = (code: number | null, more = ""): void => {
      clearTimeout(deadline);
      done({ code, output: output + more });
    };
    child.on("error", (error) => end(null, error.message));
    child.on("close", (code, signal) => end(code, signal === null ? "" : `\nended by ${signal}`));
  });
}
