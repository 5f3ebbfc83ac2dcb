// Where the embedded database lives on disk.
//
//   <folder>/password      of the role `skald`, 0600
//   <folder>/moved-to      only when the database's user cannot enter <folder>: where the rest is
//   <root>/data            PostgreSQL's data folder; <root> is <folder>, or what moved-to names
//   <root>/owner           token of the supervisor that answers for the running server
//   <root>/port            last port, used again when it is free
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { canUse, chooseDatabaseUser, type DatabaseUser } from "./database-user.ts";

/** The folders of one embedded database and the account it runs as. */
export interface DatabaseHome {
  readonly root: string;
  readonly data: string;
  readonly password: string;
  readonly user: DatabaseUser | null;
}

/** Makes the folders, chooses the account, and moves the data elsewhere when that account could not reach it. */
export function prepareHome(folder: string): DatabaseHome {
  const base = resolve(folder);
  makeFolder(base);
  const moved = movedTo(base);
  const user = chooseDatabaseUser(join(moved ?? base, "data"));
  const root = moved ?? (reach(base, user) ? base : moveAway(base, user));
  requireUsable(root, user);

  return { root, data: join(root, "data"), password: readPassword(base), user };
}

/** Makes a folder that others may pass through, whatever the umask says, and leaves one that exists as it is. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;

  makeFolder(resolve(folder, ".."));
  mkdirSync(folder);
  chmodSync(folder, 0o711);
}

function movedTo(base: string): string | null {
  const note = join(base, "moved-to");
  if (!existsSync(note)) return null;

  const root = readFileSync(note, "utf8").trim();
  if (!existsSync(root)) throw new Error(`The database was kept in "${root}", which is gone. Delete "${note}" to begin with an empty one.`);

  return root;
}

function reach(base: string, user: DatabaseUser | null): boolean {
  if (user === null) return true;

  chownSync(base, user.uid, user.gid);

  return canUse(user, base);
}

function moveAway(base: string, user: DatabaseUser | null): string {
  const root = makeRoot();
  if (user !== null) chownSync(root, user.uid, user.gid);
  writeFileSync(join(base, "moved-to"), `${root}\n`);

  return root;
}

function makeRoot(): string {
  if (process.platform !== "linux") return mkdtempSync(join(tmpdir(), "skald-database-"));

  makeFolder("/var/lib/skald");

  return mkdtempSync("/var/lib/skald/database-");
}

function requireUsable(root: string, user: DatabaseUser | null): void {
  if (canUse(user, root)) return;

  throw new Error(
    `The database in "${root}" belongs to another account than ${user?.name ?? "yours"}. Start as that account or as root, or set SKALD_DATA to a folder of your own.`,
  );
}

function readPassword(base: string): string {
  const file = join(base, "password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });

  return readFileSync(file, "utf8").trim();
}
