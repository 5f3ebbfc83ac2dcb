import { spawnSync } from "node:child_process";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import type { DatabaseHome } from "./database-home.ts";
import { asUser } from "./database-user.ts";

/** The role and the database every embedded server has. */
export const DATABASE_NAME = "skald";

/**
 * Makes the data folder when there is none. It is made as `data.tmp` and renamed when whole, so a
 * crash in the middle leaves nothing that looks like a database.
 *
 * @throws when the folder was made by another major version of PostgreSQL.
 */
export function initialise(home: DatabaseHome, binaries: Binaries): void {
  if (existsSync(home.data)) {
    requireSameMajor(home, binaries);
    return;
  }

  const fresh = `${home.data}.tmp`;
  rmSync(fresh, { recursive: true, force: true });
  runInitdb(home, binaries, fresh);
  makeDatabase(home, binaries, fresh);
  renameSync(fresh, home.data);
}

function requireSameMajor(home: DatabaseHome, binaries: Binaries): void {
  const file = join(home.data, "PG_VERSION");
  if (!existsSync(file))
    throw new Error(`"${home.data}" is no data folder of PostgreSQL: it has no PG_VERSION. Move it away and start again.`);

  const major = readFileSync(file, "utf8").trim();
  if (major === binaries.major) return;

  throw new Error(
    [
      `The database in "${home.data}" was made by PostgreSQL ${major}; this version of Skald brings PostgreSQL ${binaries.major}. Nothing was changed. To move your sagas:`,
      `  1. with PostgreSQL ${major} installed:  postgres -D "${home.data}" -p 54320   and in a second window`,
      `     pg_dumpall -h 127.0.0.1 -p 54320 -U ${DATABASE_NAME} > skald.sql     (the password is in the file "password")`,
      `  2. stop that server and rename "${home.data}"`,
      `  3. npm start, then   psql -h 127.0.0.1 -p <its port> -U ${DATABASE_NAME} -f skald.sql`,
    ].join("\n"),
  );
}

function runInitdb(home: DatabaseHome, binaries: Binaries, fresh: string): void {
  const passwordFile = join(home.root, "password.tmp");
  writeFileSync(passwordFile, `${home.password}\n`, { mode: 0o600 });
  if (home.user !== null) chownSync(passwordFile, home.user.uid, home.user.gid);
  // The built-in C.UTF-8 sorts by code point on every system, and no upgrade of a system library can change it.
  const locale = ["--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = [`--username=${DATABASE_NAME}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const made = spawnSync(binaries.initdb, ["-D", fresh, ...access, ...locale, "--no-instructions"], {
    ...asUser(home.user),
    encoding: "utf8",
  });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new Error(`PostgreSQL could not make its data folder "${fresh}": ${made.error?.message ?? made.stderr}`);
}

/** In single-user mode, before any server runs: no client, no port, no race. */
function makeDatabase(home: DatabaseHome, binaries: Binaries, fresh: string): void {
  const input = `create database ${DATABASE_NAME}\n`;
  const made = spawnSync(binaries.postgres, ["--single", "-D", fresh, "postgres"], { ...asUser(home.user), input, encoding: "utf8" });
  if (made.status !== 0 || /\b(ERROR|FATAL|PANIC):/.test(made.stderr)) {
    throw new Error(`PostgreSQL could not make the database "${DATABASE_NAME}": ${made.stderr}`);
  }
}
