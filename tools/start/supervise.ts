// The supervisor of `npm start`.
//
//   S1. One supervisor per data folder: a lock file with process id and start time.
//   S2. Order of starting: database, engine, shop; the console is built meanwhile. Order of
//       stopping: console and shop, engine (which drains), database.
//   S3. Whatever was killed, the next start works: children notice the end of their supervisor
//       (tie.mjs), what still runs is waited for (leftovers.ts), the database is adopted.
import { join } from "node:path";
import { isPortFree } from "../free-port.ts";
import { type Lock, takeLock } from "../lock-file.mjs";
import { watchStarter } from "../starter.mjs";
import { addressesOf, whatToTry } from "./announce.ts";
import { type KeptDatabase, keepDatabase } from "./database.ts";
import { endLeftovers } from "./leftovers.ts";
import type { Part } from "./parts.ts";
import { tellRunning } from "./running.mjs";
import type { Settings } from "./settings.ts";
import { type Site, SupervisedChild } from "./supervised-child.ts";
import { followProblems } from "./tail.ts";

/** What differs between the real house and the one of the tests. */
export interface House {
  readonly parts: (settings: Settings, databaseUrl: string) => readonly Part[];
  /** Makes a part ready to be started, for instance by building it. */
  readonly prepare: (part: Part, settings: Settings, stopping: AbortSignal) => Promise<void>;
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs the house until it is told to stop. Resolves with the exit code. */
export async function supervise(settings: Settings, house: House): Promise<number> {
  const addresses = addressesOf(settings);
  const attempt = takeLock(join(settings.data, "supervisor.lock"), { addresses, ready: false });
  if (attempt.kind === "held") {
    tellRunning(attempt.holder);
    return 0;
  }

  const stop = new AbortController();
  for (const signal of STOP_SIGNALS) process.on(signal, () => stop.abort());
  watchStarter(() => stop.abort());
  // A terminal that was closed takes no more words; the house still stops in order.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  try {
    return await run(settings, house, { lock: attempt.lock, stopping: stop.signal, addresses });
  } finally {
    attempt.lock.release();
  }
}

interface Run {
  readonly lock: Lock;
  readonly stopping: AbortSignal;
  readonly addresses: string;
}

async function run(settings: Settings, house: House, { lock, stopping, addresses }: Run): Promise<number> {
  const began = performance.now();
  const site: Site = { data: settings.data, report: (sentence) => console.log(`  · ${sentence}`) };
  await endLeftovers(site);
  await requireFreePorts(house.parts(settings, ""));
  console.log("Starting Skald.");

  const rooms = new Rooms(settings, house, site);
  try {
    await Promise.race([rooms.open(stopping), whenAborted(stopping)]);
    if (!stopping.aborted) {
      lock.update({ addresses, ready: true });
      console.log(
        `\nSkald is ready after ${Math.round((performance.now() - began) / 1000)} s.\n\n${addresses}\n${rooms.databaseLine()}\n\n${whatToTry(settings)}\n\nStop with Ctrl-C.`,
      );
      await whenAborted(stopping);
    }
    console.log("\nStopping: sagas that run are continued by the next start.");

    return 0;
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}`);

    return 1;
  } finally {
    await rooms.close();
  }
}

/** Everything that runs, from the first child to the last. */
class Rooms {
  readonly #settings: Settings;
  readonly #house: House;
  readonly #site: Site;
  #database: KeptDatabase | null = null;
  #children: readonly SupervisedChild[] = [];
  #opening: Promise<unknown> = Promise.resolve();

  constructor(settings: Settings, house: House, site: Site) {
    this.#settings = settings;
    this.#house = house;
    this.#site = site;
  }

  /** Starts everything and resolves when all of it answers. */
  async open(stopping: AbortSignal): Promise<void> {
    const starting = keepDatabase(this.#settings, this.#site, () => void this.#moveIn());
    this.#opening = starting.catch(() => undefined);
    this.#database = await starting;
    if (stopping.aborted) return;

    await this.#startChildren(this.#database.url, stopping);
  }

  /** Stops in order. Also right when only half of it was started. */
  async close(): Promise<void> {
    await this.#opening;
    const [engines, others] = [this.#children.filter(isEngine), this.#children.filter((child) => !isEngine(child))];
    await Promise.all(others.map((child) => child.stop()));
    await Promise.all(engines.map((child) => child.stop()));
    await this.#database?.stop();
  }

  databaseLine(): string {
    return `  Database   ${this.#database?.sentence ?? ""}`;
  }

  async #startChildren(databaseUrl: string, stopping: AbortSignal): Promise<void> {
    this.#children = this.#house.parts(this.#settings, databaseUrl).map((part) => new SupervisedChild(part, this.#site));
    const engines = this.#children.filter(isEngine);
    const opened = Promise.all(engines.map((child) => this.#startChild(child, stopping)));
    // The shop loads its documents into the engine; the console is built while the engine starts.
    const rest = this.#children
      .filter((child) => !isEngine(child))
      .map(async (child) => {
        if (child.part.name === "shop") await opened;
        await this.#startChild(child, stopping);
      });
    await Promise.all([opened, ...rest]);
  }

  async #startChild(child: SupervisedChild, stopping: AbortSignal): Promise<void> {
    await this.#house.prepare(child.part, this.#settings, stopping);
    if (stopping.aborted) return;

    followProblems(child.log, (line) => this.#site.report(`${child.part.name}: ${line}`));
    child.start();
    await child.untilHealthy();
  }

  /** The database has another address now. */
  async #moveIn(): Promise<void> {
    const old = this.#children;
    await Promise.all(old.map((child) => child.stop()));
    await this.#startChildren(this.#database?.url ?? "", AbortSignal.any([]));
  }
}

function isEngine(child: SupervisedChild): boolean {
  return child.part.name === "engine";
}

async function requireFreePorts(parts: readonly Part[]): Promise<void> {
  for (const part of parts) {
    for (const { port, setting } of part.ports) {
      if (await isPortFree(port)) continue;

      throw new Error(
        `Port ${port}, which the ${part.name} needs, is taken by another program. Stop that program, or set ${setting} to another port.`,
      );
    }
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });
}
