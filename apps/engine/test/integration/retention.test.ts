import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Cleaner, type CleanerParts } from "../../src/runtime/postgres/cleaner.ts";
import type { PostgresStore } from "../../src/runtime/postgres/create-postgres-store.ts";
import { createRecordedTelemetry } from "../../src/testing/recorded-telemetry.ts";
import { aDefinition, aTask } from "../../src/testing/sagas.ts";
import { ANSWERED } from "../../src/testing/scripted-gateway.ts";
import { aStoreHouse, define, type StoreHouse } from "./open-store.ts";
import { entriesOf, query } from "./rows.ts";
import { anAuthor } from "./saga-units.ts";

const HOUR_MS = 3_600_000;
const ONE_STEP = [aTask("reserve", "done")];
/** Unless the engine is told, a day. */
const BY_DEFAULT = aDefinition("by-default", ONE_STEP);
const SHORT = aDefinition("short", ONE_STEP, { retentionMs: HOUR_MS });
const FOREVER = aDefinition("forever", ONE_STEP, { retentionMs: "forever" });
const DONE = { kind: "result", callId: "reserve#1/action", attempt: 1, observation: ANSWERED } as const;
const KEY = { scope: "start", fingerprint: null } as const;

describe("retention", () => {
  let house: StoreHouse;
  let postgres: PostgresStore;
  let pool: pg.Pool;

  beforeEach(async () => {
    house = await aStoreHouse();
    postgres = await house.open();
    pool = new pg.Pool({ connectionString: house.database.url, max: 2 });
    for (const definition of [BY_DEFAULT, SHORT, FOREVER]) await define(postgres, definition);
  });
  afterEach(async () => {
    await pool.end();
    await house.close();
  });

  const aCleaner = (parts: Partial<CleanerParts> = {}): Cleaner =>
    new Cleaner({
      pool,
      telemetry: createRecordedTelemetry(),
      shards: () => Array.from({ length: 64 }, (_, shard) => shard),
      findDefinition: (hash) => postgres.definitionStore.byHash(hash),
      keepMs: 24 * HOUR_MS,
      ...parts,
    });

  /** A saga that is under way, with the start key given. */
  async function started(definition = BY_DEFAULT, key = "K"): Promise<ReturnType<typeof anAuthor>> {
    const author = anAuthor(Date.now(), definition);
    await postgres.store.submit(author.start([{ ...KEY, key }]));
    return author;
  }

  /** A saga that ended so many hours ago. */
  async function ended(hours: number, definition = BY_DEFAULT, key = `K-${hours}-${definition.name}`): Promise<string> {
    const author = await started(definition, key);
    await postgres.store.submit(author.next(DONE));
    const id = author.known.saga.id;
    await inRetention(`update saga set ended_at = now() - ${hours} * interval '1 hour' where id = '${id}'`);
    return id;
  }

  const inRetention = (statement: string) => query(house.database.url, `begin; set local skald.retention = 'on'; ${statement}; commit`);
  const sagas = async (): Promise<readonly unknown[]> => (await query(house.database.url, "select id from saga")).map(({ id }) => id);
  const keys = async (): Promise<readonly unknown[]> =>
    (await query(house.database.url, "select key from idempotency_key order by key")).map(({ key }) => key);

  test("removes what ended longer ago than the engine keeps it, with its journal", async () => {
    const [old, young] = [await ended(25), await ended(23)];

    const removed = await aCleaner().clean();

    expect(removed).toBe(1);
    expect(await sagas()).toEqual([young]);
    expect(await entriesOf(house.database.url, old)).toBe(0);
    expect(await entriesOf(house.database.url, young)).toBeGreaterThan(0);
  });

  test("is the definition's own where it has one, and never comes where it says forever", async () => {
    const kept = [await ended(1000, FOREVER)];
    await ended(2, SHORT);

    const removed = await aCleaner().clean();

    expect(removed).toBe(1);
    expect(await sagas()).toEqual(kept);
  });

  test("never touches a saga that has not ended, however old", async () => {
    const live = (await started()).known.saga.id;
    const suspended = (await started(SHORT, "S")).known.saga.id;
    await query(house.database.url, "update saga set started_at = now() - interval '1 year', updated_at = now() - interval '1 year'");
    await query(house.database.url, "update saga set status = 'suspended', attention = 'undo_failed' where id = $1", [suspended]);

    const removed = await aCleaner().clean();

    expect(removed).toBe(0);
    expect(await sagas()).toEqual(expect.arrayContaining([live, suspended]));
  });

  test("leaves sagas of other replicas' shards to them", async () => {
    await ended(25);

    expect(await aCleaner({ shards: () => [] }).clean()).toBe(0);
    expect(await sagas()).toHaveLength(1);
  });

  test("is carried out over as many transactions as it takes", async () => {
    const id = await ended(25);
    await query(
      house.database.url,
      `insert into saga
       select (jsonb_populate_record(saga, jsonb_build_object('id', overlay(id::text placing lpad(to_hex(n + 1000000), 12, '0') from 25)))).*
         from saga, generate_series(1, 1200) as n
        where id = $1`,
      [id],
    );

    const removed = await aCleaner().clean();

    expect(removed).toBe(1201);
    expect(await sagas()).toEqual([]);
  });

  test("keeps a start key for its week although its saga is gone, and then lets it go", async () => {
    await ended(25);
    await aCleaner().clean();
    const within = await keys();

    await query(house.database.url, "update idempotency_key set expires_at = now() - interval '1 second'");
    await aCleaner().clean();

    expect([within, await keys()]).toEqual([["K-25-by-default"], []]);
  });

  test("keeps a start key as long as its saga", async () => {
    await ended(1000, FOREVER);
    await started(SHORT, "live");
    await query(house.database.url, "update idempotency_key set expires_at = now() - interval '1 second'");

    await aCleaner().clean();

    expect(await keys()).toEqual(["K-1000-forever", "live"]);
  });

  test("begins nothing more once it is told to stop", async () => {
    await ended(25);
    const cleaner = aCleaner();

    cleaner.stop();

    expect(await cleaner.clean()).toBe(0);
    expect(await sagas()).toHaveLength(1);
  });
});
