import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../../tools/postgres/fresh-database.ts";
import { Prisma } from "../../src/store/generated/client.ts";
import { migrate, readMigrations } from "../../src/store/migrate.ts";
import { countStray, ensurePartitions, partitionsAround } from "../../src/store/partitions.ts";
import { brokenPreconditions } from "../../src/store/preconditions.ts";
import { aPostgresStore, aStoreHouse, define, type StoreHouse } from "./open-store.ts";
import { query } from "./rows.ts";
import { anAuthor, ORDER, withRow } from "./saga-units.ts";

const WEEK_MS = 7 * 86_400_000;

describe("migrations", () => {
  let database: FreshDatabase;

  beforeEach(async () => {
    database = await freshDatabase(inject("databaseUrl"));
  });
  afterEach(() => database.drop());

  test("are applied once", async () => {
    const first = await migrate(database.url);
    const second = await migrate(database.url);

    expect(first).toEqual((await readMigrations()).map(({ name }) => name));
    expect(second).toEqual([]);
  });

  test("are applied once by many engines that start at the same time", async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(database.url)));

    expect(applied.flat()).toEqual((await readMigrations()).map(({ name }) => name));
  });

  test("are recorded as Prisma records them", async () => {
    await migrate(database.url);

    const [migration] = await readMigrations();
    const rows = await query(
      database.url,
      "select migration_name, checksum, finished_at is not null as finished, applied_steps_count from _prisma_migrations",
    );
    expect(rows[0]).toEqual({ migration_name: migration?.name, checksum: migration?.checksum, finished: true, applied_steps_count: 1 });
  });

  test("that were changed after they had been applied stop the engine", async () => {
    await migrate(database.url);
    await query(database.url, "update _prisma_migrations set checksum = 'another'");

    await expect(migrate(database.url)).rejects.toThrow("was changed after it had been applied");
  });

  test("of a newer engine are left alone", async () => {
    await migrate(database.url);
    await query(database.url, "update _prisma_migrations set migration_name = '29990101000000_later' where false");
    await query(
      database.url,
      "insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'y', '29990101000000_later', now())",
    );

    expect(await migrate(database.url)).toEqual([]);
  });

  test("that fail change nothing", async () => {
    const folder = await mkdtemp(join(tmpdir(), "skald-migrations-"));
    for (const [name, sql] of [
      ["1_good", "create table good (id int);"],
      ["2_bad", "create table bad (id nonsense);"],
    ] as const) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, "migration.sql"), sql);
    }

    await expect(migrate(database.url, folder)).rejects.toThrow('Migration "2_bad" failed; nothing was changed.');

    expect(await query(database.url, "select to_regclass('good') as good")).toEqual([{ good: null }]);
    await rm(folder, { recursive: true });
  });

  test("make the columns prisma/schema.prisma knows, and no others", async () => {
    await migrate(database.url);

    const rows = await query(
      database.url,
      `select table_name, array_agg(column_name::text order by column_name) as columns
         from information_schema.columns
        where table_schema = 'public' and table_name <> '_prisma_migrations'
        group by table_name`,
    );
    const made = Object.fromEntries(rows.map((row) => [row["table_name"], row["columns"]]));
    expect(made).toEqual(columnsOfPrisma());
  });
});

/** Column names of every model; Prisma's fields are the columns in camel case. */
function columnsOfPrisma(): Record<string, readonly string[]> {
  const snake = (text: string): string => text.replaceAll(/(?<!^)([A-Z])/g, "_$1").toLowerCase();
  const fields = Prisma as unknown as Record<string, Record<string, string>>;

  return Object.fromEntries(
    Object.values(Prisma.ModelName).map((model) => [
      snake(model),
      Object.values(fields[`${model}ScalarFieldEnum`] ?? {})
        .map(snake)
        .toSorted(),
    ]),
  );
}

describe("what is written", () => {
  let house: StoreHouse;
  const pool = (): pg.Pool => new pg.Pool({ connectionString: house.database.url, max: 2 });

  beforeEach(async () => {
    house = await aStoreHouse();
  });
  afterEach(() => house.close());

  test("a journal entry is never changed or deleted, except by retention", async () => {
    const postgres = await house.open();
    await postgres.store.submit(anAuthor().start());

    const retention = "begin; set local skald.retention = 'on'; delete from skald_history.journal; commit";
    await expect(query(house.database.url, "update skald_history.journal set data = '{}'")).rejects.toThrow("append-only");
    await expect(query(house.database.url, "delete from skald_history.journal")).rejects.toThrow("append-only");
    await query(house.database.url, retention);
    expect(await query(house.database.url, "select 1 from skald_history.journal")).toEqual([]);
  });

  test("the row of an ended saga never changes, except by retention", async () => {
    const postgres = await house.open();
    await postgres.store.submit(withRow(anAuthor().start(), { status: "completed", movers: [] }));

    await expect(query(house.database.url, "update saga set status = 'running'")).rejects.toThrow("has ended as completed");
    await query(house.database.url, "begin; set local skald.retention = 'on'; update saga set labels = '{}'; commit");
    expect(await query(house.database.url, "select labels from saga")).toEqual([{ labels: {} }]);
  });

  test("a live row changes freely", async () => {
    const postgres = await house.open();
    await postgres.store.submit(anAuthor().start());

    await query(house.database.url, "update saga set parked_on = 'a'");

    expect(await query(house.database.url, "select parked_on from saga")).toEqual([{ parked_on: "a" }]);
  });

  test("entries lie in the partition of the week their saga began, none in the default one", async () => {
    const postgres = await house.open();
    const authors = [anAuthor(Date.now() - WEEK_MS), anAuthor(), anAuthor(Date.now() + WEEK_MS)];
    for (const author of authors) await postgres.store.submit(author.start());

    const rows = await query(
      house.database.url,
      "select distinct tableoid::regclass::text as partition from skald_history.journal order by 1",
    );
    const expected = partitionsAround(Date.now())
      .slice(0, 3)
      .map(({ name }) => `skald_history.${name}`);
    const connections = pool();
    expect(rows.map((row) => row["partition"])).toEqual(expected);
    expect(await countStray(connections)).toBe(0);
    await connections.end();
  });

  test("partitions are made two weeks ahead, once, while entries are appended", async () => {
    const postgres = await house.open();
    await query(house.database.url, `drop table skald_history.${partitionsAround(Date.now())[3]?.name}`);
    const connections = pool();

    const [made, outcomes] = await Promise.all([
      ensurePartitions(connections),
      Promise.all(Array.from({ length: 100 }, () => postgres.store.submit(anAuthor().start()))),
    ]);

    expect(made).toEqual([partitionsAround(Date.now())[3]?.name]);
    expect(await ensurePartitions(connections)).toEqual([]);
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["committed"]));
    await connections.end();
  });

  test("protection holds in partitions that were made later", async () => {
    const postgres = await house.open();
    await postgres.store.submit(anAuthor(Date.now() + WEEK_MS).start());

    await expect(query(house.database.url, `delete from skald_history.${partitionsAround(Date.now())[2]?.name}`)).rejects.toThrow(
      "append-only",
    );
  });

  test("an entry outside every week makes the database degraded", async () => {
    const postgres = await house.open();

    await postgres.store.submit(anAuthor(Date.now() - 10 * WEEK_MS).start());

    const report = await postgres.progress.check();
    expect(report.components.find(({ name }) => name === "database")?.status).toBe("degraded");
  });
});

describe("a database that must not be trusted", () => {
  test("stops the engine at start, unless told otherwise", async () => {
    const database = await freshDatabase(inject("databaseUrl"));
    const name = new URL(database.url).pathname.slice(1);
    await query(database.url, `alter database ${name} set synchronous_commit = 'off'`);
    const careful = aPostgresStore(database.url);
    const daring = aPostgresStore(database.url, { allowUnsafe: true });

    await expect(careful.start()).rejects.toThrow('synchronous_commit is "off"');
    await daring.start();

    expect(daring.state()).toBe("active");
    await careful.close(100);
    await daring.close(100);
    await database.drop();
  });

  test("is not this server", async () => {
    const client = new pg.Client(inject("databaseUrl"));
    await client.connect();

    const broken = await brokenPreconditions(client);

    await client.end();
    expect(broken).toEqual([]);
  });
});

describe("health", () => {
  test("is not ready when a moving saga stands still, though the process looks fine", async () => {
    const house = await aStoreHouse();
    const postgres = await house.open();
    await define(postgres, ORDER);
    const before = await postgres.progress.check();

    await postgres.store.submit(anAuthor(Date.now() - 120_000).start());
    const after = await postgres.progress.check();

    expect(before).toMatchObject({ ready: true, reasons: [] });
    expect(after.ready).toBe(false);
    expect(after.reasons).toEqual(["1 sagas have an open call and a journal that stands still."]);
    await house.close();
  });
});
