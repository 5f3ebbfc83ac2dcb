import { afterEach, describe, expect, test } from "vitest";
import type { StartGate } from "../ports/saga-host.ts";
import { brokenLink } from "../runtime/journal/seal.ts";
import { createManualClock } from "./manual-clock.ts";
import { createSagaAuthor } from "./saga-author.ts";
import { describeStoreCommands, describeStoreTime } from "./saga-store-events.contract.ts";
import { aDefinition, anOrder, aTask, aWait } from "./sagas.ts";
import { createSequentialIds } from "./sequential-ids.ts";
import { FIRST_CALL, type OpenArchive, type StoreWorld } from "./store-world.ts";

const aGate = (key: string, fingerprint: string | null = "body"): StartGate => ({ scope: "start", key, fingerprint });

/** The guarantees of every SagaStore. `setup` gives an empty store for each test. */
export function describeSagaStore(name: string, setup: () => Promise<StoreWorld>): void {
  describe(`${name} saga store`, () => {
    const worlds: StoreWorld[] = [];
    const ids = createSequentialIds();
    const open: OpenArchive = async (definition = anOrder()) => {
      const world = await setup();
      worlds.push(world);
      await world.define(definition);
      // Authors stamp entries with real time, because a database dates partitions by the ids of sagas.
      const clock = createManualClock(Date.now());
      return {
        world,
        store: world.store,
        author: (input) => createSagaAuthor(definition, ids.sagaId(clock.nowMs()), clock, input ?? { item: "lamp" }),
      };
    };
    afterEach(async () => {
      for (const world of worlds.splice(0)) await world.close();
    });

    describeStarts(open);
    describeJournal(open);
    describeFence(open);
    describeStoreTime(open);
    describeStoreCommands(open);
  });
}

function describeStarts(open: OpenArchive): void {
  test("a saga that was started is loaded as it was decided", async () => {
    const { store, author } = await open();
    const saga = author();

    const outcome = await store.submit(saga.start());

    const loaded = await store.load(saga.known.saga.id);
    expect(outcome).toEqual({ kind: "committed" });
    expect(loaded?.saga).toEqual(saga.known.saga);
    expect(loaded?.headHash).toBe(saga.known.headHash);
  });

  test("a start whose key is taken writes nothing and names the saga that holds it", async () => {
    const { store, author } = await open();
    const first = author();
    const second = author();
    await store.submit(first.start([aGate("k")]));

    const outcome = await store.submit(second.start([aGate("k")]));

    expect(outcome).toEqual({ kind: "refused", scope: "start", sagaId: first.known.saga.id, sameRequest: true });
    expect(await store.load(second.known.saga.id)).toBeNull();
    expect(await store.journal(second.known.saga.id, 0, 10)).toEqual([]);
  });

  test("a start key with another fingerprint is another request", async () => {
    const { store, author } = await open();
    await store.submit(author().start([aGate("k", "one body")]));

    const outcome = await store.submit(author().start([aGate("k", "another body")]));

    expect(outcome).toMatchObject({ kind: "refused", sameRequest: false });
  });

  test("a key without fingerprint is the same request whatever the body", async () => {
    const { store, author } = await open();
    await store.submit(author().start([aGate("k", null)]));

    const outcome = await store.submit(author().start([aGate("k", null)]));

    expect(outcome).toMatchObject({ kind: "refused", sameRequest: true });
  });

  test("the second key of a start refuses it too, and its first key stays free", async () => {
    const { store, author } = await open();
    const business: StartGate = { scope: "start:test/order", key: "O-1", fingerprint: null };
    const first = author();
    await store.submit(first.start([aGate("a"), business]));

    const refused = await store.submit(author().start([aGate("b"), business]));
    const third = await store.submit(author().start([aGate("b")]));

    expect(refused).toMatchObject({ kind: "refused", scope: "start:test/order", sagaId: first.known.saga.id });
    expect(third).toEqual({ kind: "committed" });
  });

  test("of many starts with one key at once exactly one is committed", async () => {
    const { store, author } = await open();
    const units = Array.from({ length: 20 }, () => author().start([aGate("k")]));

    const outcomes = await Promise.all(units.map((unit) => store.submit(unit)));

    const holders = outcomes.filter((outcome) => outcome.kind === "committed");
    expect(holders).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.kind === "refused")).toHaveLength(19);
  });
}

function describeJournal(open: OpenArchive): void {
  test("entries beyond the row are folded by a load", async () => {
    const { store, author } = await open();
    const saga = author();
    await store.submit(saga.start());

    const unit = saga.next(FIRST_CALL);
    await store.submit(unit);

    const loaded = await store.load(saga.known.saga.id);
    expect(unit.checkpoint).toBeNull();
    expect(loaded?.saga).toEqual(saga.known.saga);
    expect(loaded?.checkpointed).toBeLessThan(saga.known.saga.seq);
    expect([...(loaded?.entries.keys() ?? [])]).toEqual(expect.arrayContaining(unit.entries.map(({ seq }) => seq)));
  });

  test("a row that is written alone catches up with its journal", async () => {
    const { store, author } = await open();
    const saga = author();
    await store.submit(saga.start());
    await store.submit(saga.next(FIRST_CALL));

    const outcome = await store.submit(saga.next(null));

    const loaded = await store.load(saga.known.saga.id);
    expect(outcome).toEqual({ kind: "committed" });
    expect(loaded?.checkpointed).toBe(saga.known.saga.seq);
    expect(loaded?.saga).toEqual(saga.known.saga);
  });

  test("a saga is loaded as it was at an entry", async () => {
    const { store, author } = await open();
    const saga = author();
    await store.submit(saga.start());
    const atStart = saga.known.saga;
    await store.submit(saga.next(FIRST_CALL));

    const loaded = await store.load(saga.known.saga.id, atStart.seq);

    expect(loaded?.saga).toEqual(atStart);
  });

  test("what does not exist is null, and its journal is empty", async () => {
    const { store } = await open();

    const loaded = await store.load("01900000-0000-7000-8000-000000000000");

    expect(loaded).toBeNull();
    expect(await store.journal("01900000-0000-7000-8000-000000000000", 0, 10)).toEqual([]);
  });

  test("the text of entries comes back to the letter, and the chain of hashes holds", async () => {
    const { store, author } = await open();
    const saga = author({ item: "lämp \u0000 \ud83d\udca1 1e400 \u2028" });
    const units = [saga.start(), saga.next(FIRST_CALL)];

    for (const unit of units) await store.submit(unit);

    const journal = await store.journal(saga.known.saga.id, 0, 100);
    expect(journal).toEqual(units.flatMap((unit) => unit.entries));
    expect(brokenLink(journal)).toBeNull();
  });

  test("a journal is read in pages", async () => {
    const { store, author } = await open();
    const saga = author();
    await store.submit(saga.start());
    await store.submit(saga.next(FIRST_CALL));
    const all = await store.journal(saga.known.saga.id, 0, 100);

    const page = await store.journal(saga.known.saga.id, 1, 1);

    expect(page).toEqual(all.slice(1, 2));
  });

  test("an entry that is there already rejects its unit, and nothing of it is written", async () => {
    const { store, author } = await open();
    const saga = author();
    await store.submit(saga.start());
    const unit = saga.next(FIRST_CALL);
    await store.submit(unit);

    const outcome = await store.submit(unit);

    expect(outcome.kind).toBe("rejected");
    expect(await store.journal(saga.known.saga.id, 0, 100)).toHaveLength(saga.known.saga.seq);
  });

  test("a unit that is rejected takes no other with it", async () => {
    const { store, author } = await open();
    const guilty = author();
    const start = guilty.start();
    await store.submit(start);
    const others = Array.from({ length: 10 }, () => author().start());

    const [bad, ...good] = await Promise.all([
      store.submit({ ...start, start: null, checkpoint: null }),
      ...others.map((unit) => store.submit(unit)),
    ]);

    expect(bad.kind).toBe("rejected");
    expect(good.map(({ kind }) => kind)).toEqual(others.map(() => "committed"));
  });

  test("many sagas move at once", async () => {
    const { store, author } = await open();
    const sagas = Array.from({ length: 50 }, () => author());

    await Promise.all(sagas.map((saga) => store.submit(saga.start())));
    const outcomes = await Promise.all(sagas.map((saga) => store.submit(saga.next(FIRST_CALL))));

    const loaded = await Promise.all(sagas.map((saga) => store.load(saga.known.saga.id)));
    expect(outcomes.every(({ kind }) => kind === "committed")).toBe(true);
    expect(loaded.map((one) => one?.saga)).toEqual(sagas.map((saga) => saga.known.saga));
  });

  test("moving sagas are found by id, in pages, and resting ones are not", async () => {
    const { store, author } = await open(aDefinition("pausing", [aTask("reserve", "rest"), aWait("rest", 60_000, "done")]));
    const sagas = Array.from({ length: 5 }, () => author());
    for (const saga of sagas) await store.submit(saga.start());
    const resting = sagas[2] ?? author();
    await store.submit(resting.next(FIRST_CALL));

    const first = await store.hotSagas(null, 3);
    const rest = await store.hotSagas(first.at(-1)?.saga.id ?? null, 3);

    const moving = sagas.filter((saga) => saga !== resting).map((saga) => saga.known.saga.id);
    expect([...first, ...rest].map(({ saga }) => saga.id)).toEqual(moving.toSorted());
  });

  test("the row of a resting saga stands at the end of its journal (W1)", async () => {
    const { store, author } = await open(aDefinition("pausing", [aTask("reserve", "rest"), aWait("rest", 60_000, "done")]));
    const saga = author();
    await store.submit(saga.start());

    await store.submit(saga.next(FIRST_CALL));

    const loaded = await store.load(saga.known.saga.id);
    const journal = await store.journal(saga.known.saga.id, 0, 100);
    expect(loaded?.hot).toBe(false);
    expect(loaded?.checkpointed).toBe(journal.at(-1)?.seq);
  });
}

function describeFence(open: OpenArchive): void {
  test("a replica that was taken over cannot commit", async () => {
    const { world, store, author } = await open();
    const saga = author();
    await store.submit(saga.start());
    const next = await world.takeOver();

    const outcome = await store.submit(saga.next(FIRST_CALL));

    expect(outcome).toEqual({ kind: "fenced" });
    expect((await next.load(saga.known.saga.id))?.saga.seq).toBeLessThan(saga.known.saga.seq);
  });

  test("the next owner goes on where the one before was stopped", async () => {
    const { world, store, author } = await open();
    const saga = author();
    await store.submit(saga.start());

    const next = await world.takeOver();
    const outcome = await next.submit(saga.next(FIRST_CALL));

    expect(outcome).toEqual({ kind: "committed" });
    expect((await next.load(saga.known.saga.id))?.saga).toEqual(saga.known.saga);
  });

  test("fences of one saga rise, over a take-over too", async () => {
    const { world, store, author } = await open();
    const saga = author();
    await store.submit(saga.start());
    const { id } = saga.known.saga;

    const before = [store.nextFence(id), store.nextFence(id)];
    const after = (await world.takeOver()).nextFence(id);

    const fences = [...before, after];
    expect(fences).toEqual(fences.toSorted((left, right) => (left < right ? -1 : 1)));
    expect(new Set(fences).size).toBe(3);
  });

  test("nothing waits when everything was answered", async () => {
    const { store, author } = await open();

    await store.submit(author().start());

    expect(store.backlog()).toEqual({ units: 0, oldestMs: 0 });
  });
}
