// The whole engine in a process of its own, over its HTTP API: journal, metrics and all.

import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";
import { freePort } from "../tools/free-port.ts";
import { cpuOfTree, residentMb } from "./accounting.ts";
import { documents } from "./documents.ts";
import { type Contender, ORDER } from "./workload.ts";

/** The engine under measurement, with its memory. */
export interface SkaldContender extends Contender {
  readonly residentMb: () => number | null;
  /** Starts that were refused because too much was waiting, and repeated. */
  readonly refusals: () => number;
}

const ENGINE = join(import.meta.dirname, "../apps/engine/src/main.ts");
const READY_MS = 30_000;
const STOP_MS = 15_000;
const HEADERS = { "content-type": "application/json" };

/** Starts the engine on an empty database and uploads the order saga. */
export async function startSkald(databaseUrl: string, participantUrl: string, logFile: string): Promise<SkaldContender> {
  const port = await freePort();
  const engine = spawnEngine(databaseUrl, port, logFile);
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 128, pipelining: 1, headersTimeout: 60_000 });
  await whenReady(engine, pool, logFile);
  await upload(pool, participantUrl);
  let refused = 0;

  async function run(id: number): Promise<void> {
    const body = JSON.stringify({ definition: "bench/order", input: { id: String(id), order: ORDER } });
    for (;;) {
      const response = await pool.request({ method: "POST", path: "/api/v1/sagas?wait=30s", headers: HEADERS, body });
      const text = await response.body.text();
      if (response.statusCode === 201) return requireCompleted(text);
      // 429 says that nothing was accepted; anything else might have been.
      if (response.statusCode !== 429) throw new Error(`The engine answered a start with ${response.statusCode}: ${text.slice(0, 400)}`);
      refused += 1;
      await pause(50);
    }
  }

  return {
    name: "skald",
    run,
    cpuMs: () => cpuOfTree(engine.pid ?? 0),
    residentMb: () => residentMb(engine.pid ?? 0),
    refusals: () => refused,
    close: async () => {
      await pool.destroy();
      await stop(engine);
    },
  };
}

function requireCompleted(text: string): void {
  const { id, status, cause } = JSON.parse(text) as { readonly id: string; readonly status: string; readonly cause: unknown };
  if (status !== "completed") throw new Error(`Saga "${id}" is ${status} instead of completed: ${JSON.stringify(cause)}`);
}

function spawnEngine(databaseUrl: string, port: number, logFile: string): ChildProcess {
  const log = createWriteStream(logFile);
  const engine = spawn(process.execPath, [ENGINE], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      HOST: "127.0.0.1",
      LOG_LEVEL: "warn",
      SKALD_REPLICA: "bench",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  engine.stdout.pipe(log);
  engine.stderr.pipe(log);

  return engine;
}

async function whenReady(engine: ChildProcess, pool: Pool, logFile: string): Promise<void> {
  const endMs = performance.now() + READY_MS;
  while (performance.now() < endMs && engine.exitCode === null) {
    try {
      const response = await pool.request({ method: "GET", path: "/health/ready" });
      await response.body.dump();
      if (response.statusCode === 200) return;
    } catch {
      // It does not listen yet.
    }
    await pause(50);
  }
  await stop(engine);
  throw new Error(`The engine did not become ready. It said:\n${readFileSync(logFile, "utf8").slice(-2_000)}`);
}

async function upload(pool: Pool, participantUrl: string): Promise<void> {
  const body = documents(participantUrl);
  const response = await pool.request({
    method: "POST",
    path: "/api/v1/definitions",
    headers: { "content-type": "application/yaml" },
    body,
  });
  const text = await response.body.text();
  if (response.statusCode !== 201) throw new Error(`The engine answered the upload with ${response.statusCode}: ${text.slice(0, 2_000)}`);
}

async function stop(engine: ChildProcess): Promise<void> {
  if (engine.exitCode !== null || engine.signalCode !== null) return;
  const gone = new Promise<void>((settle) => engine.once("exit", () => settle()));
  engine.kill("SIGTERM");
  const timer = setTimeout(() => engine.kill("SIGKILL"), STOP_MS);
  await gone;
  clearTimeout(timer);
}
