// Starts, adopts, watches and stops the embedded PostgreSQL of one folder.
//
//   D1. A data folder exists whole or not at all (initialise.ts).
//   D2. A server that already runs on the folder is adopted, never started twice.
//   D3. The server is in a session of its own: Ctrl-C in the terminal does not reach it, so that
//       the engines can drain first. The keeper ends it when its supervisor was killed.
//   D4. The port stays the same over restarts as long as it is free, so DATABASE_URL stays true.
//
// The caller keeps two supervisors from using one folder at the same time (tools/start/lock.mjs).
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../free-port.ts";
import { openLog } from "../log-file.ts";
import { type Binaries, locateBinaries } from "./binaries.ts";
import { type DatabaseHome, prepareHome } from "./database-home.ts";
import { asUser } from "./database-user.ts";
import { DATABASE_NAME, initialise } from "./initialise.ts";
import { tieToThisProcess } from "./keeper.ts";
import { findPostmaster, isPostgres, type Postmaster, readPostmaster } from "./postmaster.ts";
import { SERVER_SETTINGS } from "./server-settings.ts";

/** A running database. */
export interface EmbeddedPostgres {
  /** Address of the database `skald`, with its password. */
  readonly url: string;
  readonly pid: number;
  /** True when a server that was already running was taken over. */
  readonly adopted: boolean;
  /** Resolves when the server is gone, whoever ended it. */
  readonly gone: Promise<void>;
  /** Ends the server in order: open transactions are rolled back, everything committed is kept. */
  stop(): Promise<void>;
}

/** What may be set; all of it has a default. */
export interface EmbeddedOptions {
  /** File that takes what the server prints. */
  readonly log?: string;
  /** The platform's package of PostgreSQL's programs. */
  readonly binaries?: string;
  /** How long the server outlives a killed supervisor. */
  readonly graceSeconds?: number;
}

const START_DEADLINE_MS = 60_000;
const POLL_MS = 50;
const GRACE_SECONDS = 15;

/** Starts the database of this folder, or adopts the one that runs there. Resolves when it takes connections. */
export async function startEmbedded(folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const home = prepareHome(folder);
  const binaries = locateBinaries(home.user, options.binaries);
  initialise(home, binaries);

  const found = findPostmaster(home.data);
  const running = found === null ? null : await whenReady(home.data, found.pid);
  const server = running ?? (await launch(home, binaries, options.log ?? join(home.root, "server.log")));
  writeFileSync(join(home.root, "port"), String(server.port));
  const stopped = new AbortController();
  const untie = tieToThisProcess(home, binaries, options.graceSeconds ?? GRACE_SECONDS);

  return {
    url: `postgresql://${DATABASE_NAME}:${home.password}@127.0.0.1:${server.port}/${DATABASE_NAME}`,
    pid: server.pid,
    adopted: running !== null,
    gone: whenGone(server.pid, stopped.signal).finally(untie),
    stop: async () => {
      untie();
      await stopServer(home, binaries, server.pid);
      stopped.abort();
    },
  };
}

async function launch(home: DatabaseHome, binaries: Binaries, log: string): Promise<Postmaster> {
  const deadline = performance.now() + START_DEADLINE_MS;
  for (;;) {
    const port = await choosePort(home);
    const logFrom = existsSync(log) ? readFileSync(log).length : 0;
    const child = spawnServer(home, binaries, { log, port });
    const server = await whenReady(home.data, child.pid ?? 0, child);
    if (server !== null) return server;

    const said = readFileSync(log, "utf8").slice(logFrom).trim();
    if (!isWorthAnotherTry(said) || performance.now() > deadline) {
      throw new Error(`PostgreSQL did not start on "${home.data}". It said:\n${said.split("\n").slice(-12).join("\n")}`);
    }
    await pause(250);
  }
}

function spawnServer(home: DatabaseHome, binaries: Binaries, at: { readonly log: string; readonly port: number }): ChildProcess {
  const settings = Object.entries({ ...SERVER_SETTINGS, port: String(at.port) }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const output = openLog(at.log);
  const child = spawn(binaries.postgres, ["-D", home.data, ...settings], {
    ...asUser(home.user),
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  child.on("error", () => undefined);
  child.unref();

  return child;
}

/** The server once it takes connections; null when it ended before. */
async function whenReady(data: string, pid: number, child?: ChildProcess): Promise<Postmaster | null> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (performance.now() < deadline) {
    const server = readPostmaster(data);
    if (server?.ready === true && server.pid === pid) return server;

    const ended = child === undefined ? !isPostgres(pid) : child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    if (ended) return null;
    await pause(POLL_MS);
  }

  throw new Error(`PostgreSQL on "${data}" (process ${pid}) takes no connections after ${START_DEADLINE_MS / 1000} s.`);
}

/** The orphaned backends of a killed server hold its memory for a moment; and a port can be taken between choosing and binding. */
function isWorthAnotherTry(said: string): boolean {
  return /shared memory block .* is still in use|lock file "postmaster.pid" already exists|could not bind/.test(said);
}

async function choosePort(home: DatabaseHome): Promise<number> {
  const file = join(home.root, "port");
  const last = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;

  return freePort(Number.isInteger(last) ? last : 0);
}

/** Looks now and then, and at once when the signal says that it was stopped; looking alone keeps no process alive. */
async function whenGone(pid: number, stopped: AbortSignal): Promise<void> {
  while (isPostgres(pid)) await pause(200, undefined, { ref: false, signal: stopped }).catch(() => undefined);
}

async function stopServer(home: DatabaseHome, binaries: Binaries, pid: number): Promise<void> {
  if (!isPostgres(pid)) return;

  const stopping = spawn(binaries.pgCtl, ["stop", "-D", home.data, "-m", "fast", "-w", "-t", "30"], {
    ...asUser(home.user),
    stdio: "ignore",
  });
  await new Promise<void>((done) => {
    stopping.on("error", () => done());
    stopping.on("exit", () => done());
  });
  // Fast did not do it in its time: immediate loses nothing either, the next start recovers from the log.
  if (isPostgres(pid)) process.kill(pid, "SIGQUIT");
  while (isPostgres(pid)) await pause(POLL_MS);
}
