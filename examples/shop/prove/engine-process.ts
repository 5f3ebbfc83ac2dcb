// The engine under proof: a real process that is killed without warning and started again.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** An engine that can be killed and started again on the same port and database. */
export interface EngineProcess {
  readonly url: string;
  /** Whether it runs and has said that it is ready. */
  isReady(): boolean;
  /** Starts it and waits until it is ready. */
  start(): Promise<void>;
  /** kill -9, at once; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Asks it to end in order. */
  stop(): Promise<void>;
}

/** What an engine needs to be started. */
export interface EngineSetting {
  readonly port: number;
  readonly databaseUrl: string;
  /** Addresses of the participants, as the catalogues read them. */
  readonly participants: Readonly<Record<string, string>>;
  readonly log: string;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const POLL_MS = 100;

/** The one place that knows how an engine is started. */
function spawnEngine(setting: EngineSetting): ChildProcess {
  const main = fileURLToPath(new URL("../../../apps/engine/src/main.ts", import.meta.url));
  const output = openSync(setting.log, "a");
  const child = spawn(process.execPath, [main], {
    stdio: ["ignore", output, output],
    env: {
      ...process.env,
      ...setting.participants,
      HOST: "127.0.0.1",
      PORT: String(setting.port),
      DATABASE_URL: setting.databaseUrl,
      SKALD_ENV_ALLOW: Object.keys(setting.participants).join(","),
      SKALD_REPLICA: "prove",
      LOG_LEVEL: "warn",
    },
  });
  closeSync(output);
  return child;
}

/** An engine that is not started yet. */
export function createEngineProcess(setting: EngineSetting): EngineProcess {
  const url = `http://127.0.0.1:${setting.port}`;
  let child: ChildProcess | null = null;
  let ready = false;

  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    ready = false;
    const ending = child;
    child = null;
    if (ending === null || hasEnded(ending)) return;
    const ended = once(ending, "exit");
    ending.kill(signal);
    const late = delay(STOP_WITHIN_MS, "late", { ref: false });
    if ((await Promise.race([ended, late])) === "late") ending.kill("SIGKILL");
  };

  return {
    url,
    isReady: () => ready,
    start: async () => {
      child = spawnEngine(setting);
      await whenReady(child, url, setting.log);
      ready = true;
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

async function whenReady(child: ChildProcess, url: string, log: string): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    if (hasEnded(child)) throw new Error(`The engine ended with code ${child.exitCode} before it was ready; see ${log}.`);
    if (await isUp(url)) return;
    await delay(POLL_MS);
  }
  throw new Error(`The engine was not ready after ${READY_WITHIN_MS / 1_000} s; see ${log}.`);
}

async function isUp(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await response.text();
    return response.ok;
  } catch {
    return false; // not listening yet
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
