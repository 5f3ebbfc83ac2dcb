// Applies pending migrations at start, so that production needs no command line tool. What it
// records is what Prisma records: either of them can go on where the other stopped.

import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { clientConfig, MIGRATION_LIMITS } from "./connection.ts";

/** The number Prisma locks too, so that engines and command line never migrate at once. */
const ADVISORY_LOCK = 72_707_369;
const MIGRATIONS = fileURLToPath(new URL("../../../../prisma/migrations/", import.meta.url));

/** A migration as it stands in the repository. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Applies what is pending, all in one transaction, and returns the names.
 * Migrations of a newer engine that are recorded already are left alone.
 * @throws when an applied migration was changed afterwards, or failed under Prisma.
 */
export async function migrate(databaseUrl: string, folder = MIGRATIONS): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client(clientConfig(databaseUrl, "skald migrate", MIGRATION_LIMITS));
  await client.connect();
  try {
    await client.query("begin");
    // For the length of the transaction: a lock of the session would outlive it behind a pooler.
    await client.query("select pg_advisory_xact_lock($1)", [ADVISORY_LOCK]);
    const pending = await findPending(client, migrations);
    for (const migration of pending) await apply(client, migration);
    await client.query("commit");
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

/** Reads the migrations of a folder in the order of their names. */
export async function readMigrations(folder = MIGRATIONS): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function findPending(client: pg.Client, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  await client.query(CREATE_RECORD);
  const applied = await client.query<{ name: string; checksum: string; finished: boolean }>(FIND_APPLIED);
  const recorded = new Map(applied.rows.map((row) => [row.name, row]));

  return migrations.filter((migration) => {
    const record = recorded.get(migration.name);
    if (record === undefined) return true;
    if (!record.finished)
      throw new Error(`Migration "${migration.name}" began and did not finish. Repair it with "prisma migrate resolve".`);
    if (record.checksum !== migration.checksum) throw new Error(`Migration "${migration.name}" was changed after it had been applied.`);
    return false;
  });
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql);
  } catch (cause) {
    throw new Error(`Migration "${migration.name}" failed; nothing was changed.`, { cause });
  }
  await client.query(RECORD, [randomUUID(), migration.checksum, migration.name]);
}

const CREATE_RECORD = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

const FIND_APPLIED = `
  select migration_name as name, checksum, finished_at is not null as finished
    from _prisma_migrations
   where rolled_back_at is null`;

const RECORD = `
  insert into _prisma_migrations (id, checksum, migration_name, finished_at, started_at, applied_steps_count)
  values ($1, $2, $3, clock_timestamp(), now(), 1)`;
