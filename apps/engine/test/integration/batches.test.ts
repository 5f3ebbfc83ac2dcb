import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { StartGate } from "../../src/ports/saga-host.ts";
import type { PostgresStore } from "../../src/runtime/postgres/create-postgres-store.ts";
import { aCommand, aHostCommand } from "../../src/testing/commands.ts";
import { aStoreHouse, define, type StoreHouse } from "./open-store.ts";
import { entriesOf, query } from "./rows.ts";
import { anAuthor, commitAll, ORDER, RESERVED, withRow, withSaga } from "./saga-units.ts";

describe("a batch", () => {
  let house: StoreHouse;
  let postgres: PostgresStore;

  beforeEach(async () => {
    house = await aStoreHouse();
    postgres = await house.open();
    await define(postgres, ORDER);
  });
  afterEach(() => house.close());

  test("loses only the unit the database refuses", async () => {
    const before = Array.from({ length: 30 }, () => anAuthor().start());
    const poisoned = withSaga(anAuthor().start(), { key: "a \u0000 no text column holds" });
    const after = Array.from({ length: 30 }, () => anAuthor().start());

    const outcomes = await commitAll(postgres, [...before, poisoned, ...after]);

    expect(outcomes.map(({ kind }) => kind)).toEqual([...before.map(() => "committed"), "rejected", ...after.map(() => "committed")]);
    expect(await entriesOf(house.database.url, poisoned.sagaId)).toBe(0);
  });

  test("loses only the unit that cannot be turned into columns", async () => {
    const author = anAuthor();
    const unit = author.start();
    const broken = { ...unit, entries: unit.entries.map((entry) => ({ ...entry, hash: "no hash" })) };

    const [bad, good] = await commitAll(postgres, [broken, anAuthor().start()]);

    expect(bad?.kind).toBe("rejected");
    expect(good).toEqual({ kind: "committed" });
  });

  test("writes nothing of a live saga that nothing can move", async () => {
    const unit = withRow(anAuthor().start(), { movers: [] });

    const outcome = await postgres.store.submit(unit);

    expect(outcome.kind).toBe("rejected");
    expect(await entriesOf(house.database.url, unit.sagaId)).toBe(0);
  });

  test("writes nothing of a checkpoint whose row is not there", async () => {
    const author = anAuthor();
    const { checkpoint } = author.start();
    const orphan = { ...author.next(RESERVED), checkpoint };

    const outcome = await postgres.store.submit(orphan);

    expect(outcome.kind).toBe("rejected");
    expect(await entriesOf(house.database.url, orphan.sagaId)).toBe(0);
  });

  test("never sets a row back to an older checkpoint", async () => {
    const author = anAuthor();
    const start = author.start();
    await postgres.store.submit(start);
    await postgres.store.submit(author.next(RESERVED));
    await postgres.store.submit(author.next(null));

    const outcome = await postgres.store.submit({ ...start, start: null, entries: [] });

    expect(outcome.kind).toBe("rejected");
    expect((await postgres.store.load(start.sagaId))?.checkpointed).toBe(author.known.saga.seq);
  });

  test("keeps the order of the units of one saga", async () => {
    const author = anAuthor();
    const units = [author.start(), author.next(RESERVED), author.next(null)];

    const outcomes = await commitAll(postgres, units);

    expect(outcomes.map(({ kind }) => kind)).toEqual(["committed", "committed", "committed"]);
    expect((await postgres.store.load(author.known.saga.id))?.checkpointed).toBe(author.known.saga.seq);
  });

  test("larger than one statement takes goes in several", async () => {
    const units = Array.from({ length: 1_200 }, () => anAuthor().start());

    const outcomes = await commitAll(postgres, units);

    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["committed"]));
    expect(await query(house.database.url, "select count(*)::int as sagas from saga")).toEqual([{ sagas: 1_200 }]);
  });

  test("takes text of every kind to the letter", async () => {
    const odd = 'quote " backslash \\ brace } comma , NULL \u2028 𝄞 é';
    const unit = withRow(withSaga(anAuthor().start(), { key: odd, labels: { 'od"d': odd } }), { current: [odd, ""], movers: [odd] });

    await postgres.store.submit(unit);

    const [row] = await query(house.database.url, "select key, labels, current, movers from saga");
    expect(row).toEqual({ key: odd, labels: { 'od"d': odd }, current: [odd, ""], movers: [odd] });
  });
});

describe("gates", () => {
  let house: StoreHouse;
  let postgres: PostgresStore;
  const gate = (scope: string, key: string): StartGate => ({ scope, key, fingerprint: "body" });

  beforeEach(async () => {
    house = await aStoreHouse();
    postgres = await house.open({ lanes: 4 });
    await define(postgres, ORDER);
  });
  afterEach(() => house.close());

  test("let exactly one start through per key, whatever lane it is on", async () => {
    const units = Array.from({ length: 200 }, (_, index) => anAuthor().start([gate("start", `k${index % 10}`)]));

    const outcomes = await commitAll(postgres, units);

    const rows = await query(house.database.url, "select key, saga_id from idempotency_key order by key");
    const holders = new Map(rows.map((row) => [row["key"], row["saga_id"]]));
    expect(outcomes.filter(({ kind }) => kind === "committed")).toHaveLength(10);
    expect(outcomes.every((outcome, index) => outcome.kind !== "refused" || outcome.sagaId === holders.get(`k${index % 10}`))).toBe(true);
    expect(await query(house.database.url, "select count(*)::int as sagas from saga")).toEqual([{ sagas: 10 }]);
  });

  test("of two kinds leave nothing behind when one of them is taken", async () => {
    const units = Array.from({ length: 120 }, (_, index) =>
      anAuthor().start([gate("start", `header-${index}`), gate("start:test/order", `business-${index % 6}`)]),
    );

    const outcomes = await commitAll(postgres, units);

    const orphans = await query(
      house.database.url,
      "select key from idempotency_key where not exists (select 1 from saga where saga.id = idempotency_key.saga_id)",
    );
    expect(outcomes.filter(({ kind }) => kind === "committed")).toHaveLength(6);
    expect(outcomes.filter(({ kind }) => kind === "refused")).toHaveLength(114);
    expect(orphans).toEqual([]);
    expect(await query(house.database.url, "select count(*)::int as gates from idempotency_key")).toEqual([{ gates: 12 }]);
  });

  test("record a command once per key, under concurrency", async () => {
    const author = anAuthor();
    await postgres.store.submit(author.start());
    const one = author.command(aHostCommand(aCommand("pause"), "c"));
    const again = (index: number) => ({
      ...one,
      entries: [],
      checkpoint: null,
      command:
        one.command === null
          ? null
          : { ...one.command, command: { ...one.command.command, commandId: `00000000-0000-4000-8000-00000000000${index}` } },
    });

    const outcomes = await commitAll(postgres, [one, again(1), again(2), again(3)]);

    expect(outcomes[0]).toEqual({ kind: "committed" });
    expect(outcomes.slice(1).map(({ kind }) => kind)).toEqual(["commandExists", "commandExists", "commandExists"]);
    expect(await query(house.database.url, "select count(*)::int as commands from command")).toEqual([{ commands: 1 }]);
  });
});
