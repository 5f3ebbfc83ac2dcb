import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";

/** The account the database runs as, when that is not the account that starts it. */
export interface DatabaseUser {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

const CANDIDATES = ["postgres", "nobody"] as const;

/**
 * PostgreSQL refuses to run as root. Null means: run it as ourselves, who are an ordinary user.
 * A data folder that exists keeps its owner, so that root and its owner can start it in turns.
 */
export function chooseDatabaseUser(dataFolder: string): DatabaseUser | null {
  if (process.getuid === undefined || process.getuid() !== 0) return null;

  return ownerOf(dataFolder) ?? firstKnown(CANDIDATES);
}

/** Options for a child process that runs as the database's user, in a folder everybody may enter. */
export function asUser(user: DatabaseUser | null): { readonly cwd: string; readonly uid?: number; readonly gid?: number } {
  return user === null ? { cwd: "/" } : { cwd: "/", uid: user.uid, gid: user.gid };
}

/** Whether the user can enter and change this folder, asked of the system itself and not computed from mode bits. */
export function canUse(user: DatabaseUser | null, folder: string): boolean {
  if (process.platform === "win32") return true;

  const asked = spawnSync("/bin/sh", ["-c", 'test -x "$1" && test -r "$1" && test -w "$1"', "sh", folder], {
    ...asUser(user),
    stdio: "ignore",
  });

  return asked.status === 0;
}

function ownerOf(folder: string): DatabaseUser | null {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined || stat.uid === 0) return null;

  return { uid: stat.uid, gid: stat.gid, name: `uid ${stat.uid}` };
}

function firstKnown(names: readonly string[]): DatabaseUser {
  for (const name of names) {
    const uid = idOf(["-u", name]);
    const gid = idOf(["-g", name]);
    if (uid !== null && gid !== null && uid !== 0) return { uid, gid, name };
  }

  throw new Error(`PostgreSQL does not run as root, and none of the accounts ${names.join(", ")} exists. Start as an ordinary user.`);
}

function idOf(args: readonly string[]): number | null {
  try {
    return Number(execFileSync("id", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    // An unknown account is an answer: the next candidate is asked.
    return null;
  }
}
