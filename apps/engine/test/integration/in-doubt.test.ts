import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { UnitOutcome } from "../../src/ports/saga-store.ts";
import type { PostgresStore } from "../../src/runtime/postgres/create-postgres-store.ts";
import { aCuttingProxy, type CuttingProxy } from "./cutting-proxy.ts";
import { aPostgresStore, aStoreHouse, define, type StoreHouse } from "./open-store.ts";
import { entriesOf, query } from "./rows.ts";
import { anAuthor, commitAll, ORDER, RESERVED } from "./saga-units.ts";

describe("a commit whose answer is lost", () => {
  let house: StoreHouse;
  let proxy: CuttingProxy;
  let postgres: PostgresStore;

  beforeEach(async () => {
    house = await aStoreHouse();
    proxy = await aCuttingProxy(house.database.url);
    postgres = aPostgresStore(proxy.url, { lanes: 1 });
    await postgres.start();
    await define(postgres, ORDER);
  });
  afterEach(async () => {
    await postgres.close(500);
    await proxy.close();
    await house.close();
  });

  test("is acknowledged when it had been written, and written once", async () => {
    const author = anAuthor();
    proxy.cutAt("commit-units", "answer");

    const outcome = await postgres.store.submit(author.start());

    expect(proxy.cuts()).toBe(1);
    expect(outcome).toEqual({ kind: "committed" });
    expect(await entriesOf(house.database.url, author.known.saga.id)).toBe(author.known.saga.seq);
  });

  test("is written when it had never arrived", async () => {
    const author = anAuthor();
    proxy.cutAt("commit-units", "request");

    const outcome = await postgres.store.submit(author.start());

    expect(proxy.cuts()).toBe(1);
    expect(outcome).toEqual({ kind: "committed" });
    expect(await entriesOf(house.database.url, author.known.saga.id)).toBe(author.known.saga.seq);
  });

  test("writes nothing when it arrives after its lane has asked", async () => {
    const author = anAuthor();
    proxy.cutAt("commit-units", "late");

    const outcome = await postgres.store.submit(author.start());
    await proxy.release();

    const replica = await query(house.database.url, "select token::int from commit_lane");
    expect(outcome).toEqual({ kind: "committed" });
    expect(replica).toEqual([{ token: 2 }]);
    expect(await entriesOf(house.database.url, author.known.saga.id)).toBe(author.known.saga.seq);
    expect(await postgres.store.submit(author.next(RESERVED))).toEqual({ kind: "committed" });
  });

  test("is settled on the hot path as well", async () => {
    const author = anAuthor();
    await postgres.store.submit(author.start());
    const unit = author.next(RESERVED);
    proxy.cutAt("append-entries", "answer");

    const outcome = await postgres.store.submit(unit);

    expect(proxy.cuts()).toBe(1);
    expect(unit.checkpoint).toBeNull();
    expect(outcome).toEqual({ kind: "committed" });
    expect(await entriesOf(house.database.url, author.known.saga.id)).toBe(author.known.saga.seq);
  });

  test("is settled when the answer to the question is lost too", async () => {
    const author = anAuthor();
    proxy.cutAt("commit-units", "answer");
    proxy.cutAt("update commit_lane", "answer");
    proxy.cutAt("with ordinality", "answer");

    const outcome = await postgres.store.submit(author.start());

    expect(proxy.cuts()).toBe(3);
    expect(outcome).toEqual({ kind: "committed" });
  });

  test("still refuses a start whose key was taken", async () => {
    const gate = { scope: "start", key: "k", fingerprint: null };
    const first = anAuthor();
    await postgres.store.submit(first.start([gate]));
    proxy.cutAt("commit-units", "answer");

    const outcome = await postgres.store.submit(anAuthor().start([gate]));

    expect(proxy.cuts()).toBe(1);
    expect(outcome).toEqual({ kind: "refused", scope: "start", sagaId: first.known.saga.id, sameRequest: true });
  });

  test("is fenced, not repeated, when the replica was replaced meanwhile", async () => {
    const author = anAuthor();
    proxy.cutAt("commit-units", "late");
    const submitted = postgres.store.submit(author.start());

    await house.open();
    const outcome = await submitted;
    await proxy.release();

    expect(["fenced", "committed"]).toContain(outcome.kind);
    expect(await entriesOf(house.database.url, author.known.saga.id)).toBe(outcome.kind === "committed" ? author.known.saga.seq : 0);
  });
});

describe("a database whose connections are terminated", () => {
  test("every saga is acknowledged once and stands in the journal once", async () => {
    const house = await aStoreHouse();
    const postgres = await house.open();
    await define(postgres, ORDER);
    const authors = Array.from({ length: 400 }, () => anAuthor());
    const lanes =
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'skald lane %' and datname = current_database()";

    const outcomes: UnitOutcome[] = [];
    for (let round = 0; round < 8; round += 1) {
      const batch = authors.slice(round * 50, round * 50 + 50);
      const submitted = commitAll(
        postgres,
        batch.map((author) => author.start()),
      );
      await query(house.database.url, lanes);
      outcomes.push(...(await submitted));
    }

    const [sagas] = await query(house.database.url, "select count(*)::int as sagas, count(distinct id)::int as ids from saga");
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["committed"]));
    expect(sagas).toEqual({ sagas: 400, ids: 400 });
    await house.close();
  });
});
