import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isRunning } from "../process-identity.mjs";
import type { Site } from "./supervised-child.ts";

const DRAIN_MS = 15_000;

/**
 * Ends what a supervisor that was killed has left behind. Its children notice by themselves and are
 * usually draining; they are waited for, so that their ports are free and two engines never meet.
 */
export async function endLeftovers(site: Site): Promise<void> {
  const folder = join(site.data, "children");
  mkdirSync(folder, { recursive: true });
  await Promise.all(readdirSync(folder).map((name) => endLeftover(join(folder, name), site)));
}

async function endLeftover(note: string, site: Site): Promise<void> {
  const identity = readNote(note);
  if (identity !== null && isRunning(identity)) {
    site.report(`waiting for process ${identity.pid}, left by an earlier start that was killed`);
    process.kill(identity.pid, "SIGTERM");
    const deadline = performance.now() + DRAIN_MS;
    while (isRunning(identity) && performance.now() < deadline) await pause(50);
    if (isRunning(identity)) process.kill(identity.pid, "SIGKILL");
    while (isRunning(identity)) await pause(50);
  }
  rmSync(note, { force: true });
}

function readNote(note: string): { readonly pid: number; readonly startedAt: string } | null {
  try {
    return JSON.parse(readFileSync(note, "utf8"));
  } catch {
    // Half-written by the supervisor that was killed: it names nobody.
    return null;
  }
}
