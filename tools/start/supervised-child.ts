// One child process that is kept alive. The child is in a session of its own (Ctrl-C does not reach
// it, the supervisor stops it in order) and is tied to this process (tie.mjs). It writes its log
// file itself: a pipe through the supervisor would break, and kill it, when the supervisor is killed.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { quietEnvironment } from "../install.mjs";
import { openLog } from "../log-file.ts";
import { identify } from "../process-identity.mjs";
import { answers } from "./health.ts";
import type { Part } from "./parts.ts";

/** Where children leave their traces, and who is told of trouble. */
export interface Site {
  readonly data: string;
  readonly report: (sentence: string) => void;
}

const TIE = pathToFileURL(fileURLToPath(new URL("../tie.mjs", import.meta.url))).href;
const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 10_000;
/** A child that has lived this long starts again with the first back-off. */
const SETTLED_MS = 30_000;
/** A child that has never been healthy is not started for ever. */
const FIRST_DEATHS_MAX = 5;

export class SupervisedChild {
  readonly part: Part;
  readonly log: string;
  readonly #site: Site;
  #process: ChildProcess | null = null;
  #state: "idle" | "running" | "stopping" = "idle";
  #deaths = 0;
  #wasHealthy = false;
  #restart: NodeJS.Timeout | null = null;

  constructor(part: Part, site: Site) {
    this.part = part;
    this.log = join(site.data, "logs", `${part.name}.log`);
    this.#site = site;
  }

  /** Starts the child and keeps it alive from now on. */
  start(): void {
    this.#state = "running";
    this.#spawn();
  }

  /** Resolves when the child does its work; rejects when it died again and again without ever doing so. */
  async untilHealthy(): Promise<void> {
    while (this.#state === "running") {
      if (!this.#wasHealthy && this.#deaths >= FIRST_DEATHS_MAX) {
        throw new Error(`The ${this.part.name} does not start. What it said is in "${this.log}".`);
      }
      if (this.#process !== null && (await answers(this.part.health))) {
        this.#wasHealthy = true;
        return;
      }
      await pause(150);
    }
  }

  /** Asks the child to stop, kills it when its time is over, and resolves when it is gone. */
  async stop(): Promise<void> {
    this.#state = "stopping";
    if (this.#restart !== null) clearTimeout(this.#restart);
    const child = this.#process;
    if (child === null) return;

    const gone = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill("SIGTERM");
    const killing = setTimeout(() => child.kill("SIGKILL"), this.part.stopMs);
    await gone;
    clearTimeout(killing);
  }

  #spawn(): void {
    const output = openLog(this.log);
    const startedAt = performance.now();
    const child = spawn(process.execPath, ["--import", TIE, ...this.part.command], {
      cwd: this.part.cwd,
      env: { ...quietEnvironment(), ...this.part.environment, SKALD_TIE: String(Math.ceil(this.part.stopMs / 1000)) },
      detached: true,
      stdio: ["pipe", output, output],
    });
    closeSync(output);
    this.#process = child;
    // A child that dies at once breaks the pipe; its exit is what counts.
    child.stdin?.on("error", () => undefined);
    child.on("error", (error) => this.#site.report(`${this.part.name}: ${error.message}`));
    child.on("exit", (code, signal) => this.#onExit(performance.now() - startedAt, signal ?? `code ${code}`));
    this.#note(child);
  }

  #onExit(livedMs: number, how: string): void {
    this.#process = null;
    rmSync(this.#noteFile(), { force: true });
    if (this.#state !== "running") return;

    this.#deaths = livedMs > SETTLED_MS ? 1 : this.#deaths + 1;
    const delayMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (this.#deaths - 1));
    this.#site.report(`${this.part.name} ended (${how}); it starts again in ${delayMs / 1000} s`);
    this.#restart = setTimeout(() => this.#spawn(), delayMs);
  }

  /** The next supervisor reads who this was, should this one be killed (leftovers.ts). */
  #note(child: ChildProcess): void {
    const identity = child.pid === undefined ? null : identify(child.pid);
    if (identity !== null) writeFileSync(this.#noteFile(), JSON.stringify(identity));
  }

  #noteFile(): string {
    return join(this.#site.data, "children", `${this.part.name}.json`);
  }
}
