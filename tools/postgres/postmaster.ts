import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { identify, programOf } from "../process-identity.mjs";

/** What a running server says of itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/**
 * The server that runs on this data folder, or null. A file left by a server that was killed, whose
 * number may belong to somebody else by now, is removed: it would make the next start refuse.
 */
export function findPostmaster(data: string): Postmaster | null {
  const claimed = readPostmaster(data);
  if (claimed === null) return null;
  if (isPostgres(claimed.pid)) return claimed;

  rmSync(join(data, "postmaster.pid"), { force: true });

  return null;
}

/** Reads the file as it stands; null while it is missing or half-written. */
export function readPostmaster(data: string): Postmaster | null {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return null;

  // Lines: process, data folder, start time, port, socket folder, address, shared memory, status.
  const lines = readFileSync(file, "utf8").split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isInteger(pid) || pid <= 1) return null;

  return { pid, port, ready: lines[7]?.trim() === "ready" };
}

/** Whether this process id is a PostgreSQL server; the number may have been given to another program. */
export function isPostgres(pid: number): boolean {
  // A killed server that nobody has waited for still has its name, but no life.
  return identify(pid) !== null && (programOf(pid)?.includes("postgres") ?? false);
}
