import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../free-port.ts";
import { readHolder } from "../lock-file.mjs";
import { readPostmaster } from "../postgres/postmaster.ts";

/** An account without rights, to prove that root is not needed. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A house on its own data folder and ports, started as often as a test wishes. */
export interface HouseUnderTest {
  readonly data: string;
  readonly enginePort: number;
  start(): Launcher;
  /** Process id of the running part, as the supervisor has noted it. */
  pidOf(part: "engine" | "console"): number;
  databasePid(): number;
  databaseData(): string;
  diary(): readonly string[];
  /** Ends whatever still runs and removes the folder. */
  clear(): Promise<void>;
}

/** One run of the launcher. */
interface Launcher {
  readonly process: ChildProcess;
  output(): string;
  ready(): Promise<void>;
  /** The exit code, or the name of the signal that ended it. */
  ended(): Promise<number | string>;
}

const ENTRY = fileURLToPath(new URL("./fake-house.ts", import.meta.url));
/** As npm does it: somebody, a shell, the launcher. The last command keeps each shell from stepping aside for its child. */
const THROUGH_SHELLS = ["/bin/sh", "-c", `/bin/sh -c '"${process.execPath}" "${ENTRY}"; true'; true`] as const;
const WAIT_MS = 60_000;

/** Makes a house below the system's temporary folder, or below `parent`. */
export async function aHouse(
  options: { readonly account?: Account; readonly parent?: string; readonly throughShells?: boolean; readonly realEngine?: boolean } = {},
): Promise<HouseUnderTest> {
  const data = mkdtempSync(join(options.parent ?? tmpdir(), "skald-start-"));
  chmodSync(data, 0o711);
  if (options.account !== undefined) chownSync(data, options.account.uid, options.account.gid);
  const [enginePort, consolePort] = [await freePort(), await freePort()];
  const environment = {
    ...process.env,
    DATABASE_URL: undefined,
    REAL_ENGINE: options.realEngine === true ? "yes" : undefined,
    npm_lifecycle_event: options.throughShells === true ? "start" : undefined,
    SKALD_DATA: data,
    PORT: String(enginePort),
    CONSOLE_PORT: String(consolePort),
  };
  const started: Launcher[] = [];
  const databaseData = (): string => {
    const moved = join(data, "postgres", "moved-to");

    return join(existsSync(moved) ? readFileSync(moved, "utf8").trim() : join(data, "postgres"), "data");
  };

  return {
    data,
    enginePort,
    start: () => {
      const [program, ...args] = options.throughShells === true ? THROUGH_SHELLS : ([process.execPath, ENTRY] as const);
      const child = spawn(program, args, {
        env: environment,
        cwd: "/",
        stdio: ["ignore", "pipe", "pipe"],
        ...options.account,
      });
      const launcher = launcherOf(child);
      started.push(launcher);

      return launcher;
    },
    pidOf: (part) => JSON.parse(readFileSync(join(data, "children", `${part}.json`), "utf8")).pid,
    databasePid: () => readPostmaster(databaseData())?.pid ?? 0,
    databaseData,
    diary: () => (existsSync(join(data, "diary.txt")) ? readFileSync(join(data, "diary.txt"), "utf8").trim().split("\n") : []),
    clear: async () => {
      for (const launcher of started)
        if (launcher.process.exitCode === null && launcher.process.signalCode === null) launcher.process.kill("SIGTERM");
      await Promise.all(started.map((launcher) => launcher.ended()));
      await eventually("the supervisor is gone", () => readHolder(join(data, "supervisor.lock")) === null);
      killDatabase(databaseData());
      // Also where it was moved to, outside the data folder.
      rmSync(dirname(databaseData()), { recursive: true, force: true });
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Waits until the condition holds; fails with its name when it never does. */
export async function eventually(name: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + WAIT_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`This did not happen within ${WAIT_MS / 1000} s: ${name}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Whether this address answers that all is well. */
export async function isWell(port: number, path = "/"): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    // Nobody listens.
    return false;
  }
}

/** The account `nobody`, or null when we are not root and cannot become it. */
export function nobody(): Account | null {
  if (process.getuid?.() !== 0) return null;

  return { uid: Number(execFileSync("id", ["-u", "nobody"])), gid: Number(execFileSync("id", ["-g", "nobody"])) };
}

function launcherOf(child: ChildProcess): Launcher {
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    output += chunk;
  });
  const ended = new Promise<number | string>((done) => child.on("exit", (code, signal) => done(code ?? signal ?? 0)));

  return {
    process: child,
    output: () => output,
    ready: () =>
      eventually(`the house is ready; it said: ${output}`, () => {
        if (child.exitCode !== null) throw new Error(`The launcher ended with ${child.exitCode}: ${output}`);

        return output.includes("Skald is ready");
      }),
    ended: () => ended,
  };
}

function killDatabase(data: string): void {
  const pid = readPostmaster(data)?.pid;
  if (pid === undefined) return;

  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
