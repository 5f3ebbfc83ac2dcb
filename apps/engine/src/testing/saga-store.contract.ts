import type { CompiledSaga } from "@skald/dsl";
import { afterEach, describe, expect, test } from "vitest";
import type { StartGate } from "../ports/saga-host.ts";
import type { SagaStore, Unit } from "../ports/saga-store.ts";
import { brokenLink } from "../runtime/journal/seal.ts";
import { aCommand, aHostCommand } from "./commands.ts";
import { createManualClock } from "./manual-clock.ts";
import { createSagaAuthor, type SagaAuthor } from "./saga-author.ts";
import { aDefinition, anOrder, aTask, aWait, LONG_RETRY } from "./sagas.ts";
import { ANSWERED, LOST } from "./scripted-gateway.ts";
import { createSequentialIds } from "./sequential-ids.ts";

/** A store to be tried, empty at first. */
export interface StoreWorld {
  readonly store: SagaStore;
  define(definition: CompiledSaga): Promise<void>;
  /** A store of a new incarnation on the same rows; the one before is taken over. */
  takeOver(): Promise<SagaStore>;
  /** Moves the clock by which timers and deadlines are due. */
  passTime(ms: number): Promise<void>;
  close(): Promise<void>;
}

const FIRST_CALL = { kind: "result", callId: "reserve#1/action", attempt: 1, observation: ANSWERED } as const;
const aGate = (key: string, fingerprint: string | null = "body"): StartGate => ({ scope: "start", key, fingerprint });

/** The guarantees of every SagaStore. `setup` gives an empty store for each test. */
export function describeSagaStore(name: string, setup: () => Promise<StoreWorld>): void {
  describe(`${name} saga store`, () => {
    const worlds: StoreWorld[] = [];
    const ids = createSequentialIds();
    const open = async (
      definition: CompiledSaga = anOrder(),
    ): Promise<{ world: StoreWorld; store: SagaStore; author: (input?: { item: string }) => SagaAuthor }> => {
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
    describeTime(open);
    describeCommands(open);
  });
}

type Open = (
  definition?: CompiledSaga,
) => Promise<{ world: StoreWorld; store: SagaStore; author: (input?: { item: string }) => SagaAuthor }>;

function describeStarts(open: Open): void {
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

function describeJournal(open: Open): void {
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

    expect(bad?.kind).toBe("rejected");
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

function describeFence(open: Open): void {
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

function describeTime(open: Open): void {
  const waiting = (): CompiledSaga => aDefinition("waiting", [aWait("rest", 60_000, "done")]);

  test("a timer is due when its time has passed, not before", async () => {
    const { world, store, author } = await open(waiting());
    const saga = author();
    await store.submit(saga.start());

    const early = await store.dueTimers(10);
    await world.passTime(61_000);
    const late = await store.dueTimers(10);

    expect(early).toEqual([]);
    expect(late).toEqual([{ sagaId: saga.known.saga.id, name: "wait/rest" }]);
  });

  test("a timer is due until the unit of the event it became clears it", async () => {
    const { world, store, author } = await open(waiting());
    const saga = author();
    await store.submit(saga.start());
    await world.passTime(61_000);
    const due = await store.dueTimers(10);

    await store.submit(saga.next({ kind: "timer", name: "wait/rest" }));

    expect(due).toHaveLength(1);
    expect(await store.dueTimers(10)).toEqual([]);
  });

  test("a long back-off is a timer of its own", async () => {
    const { world, store, author } = await open(anOrder({ retry: LONG_RETRY }));
    const saga = author();
    await store.submit(saga.start());
    await store.submit(saga.next({ ...FIRST_CALL, observation: LOST }));

    await world.passTime(61_000);
    const due = await store.dueTimers(10);

    expect(due).toEqual([{ sagaId: saga.known.saga.id, name: "reserve#1/action" }]);
  });

  test("a deadline is due when its time has passed, and no more when it was met", async () => {
    const { world, store, author } = await open(anOrder());
    const saga = author();
    await store.submit(saga.start([], 60_000));

    const early = await store.dueDeadlines(10);
    await world.passTime(61_000);
    const late = await store.dueDeadlines(10);
    await store.submit(saga.next({ kind: "deadline" }));

    expect(early).toEqual([]);
    expect(late).toEqual([saga.known.saga.id]);
    expect(await store.dueDeadlines(10)).toEqual([]);
  });

  test("a saga that has ended has no deadline", async () => {
    const { world, store, author } = await open(aDefinition("short", [aTask("reserve", "done")]));
    const saga = author();
    await store.submit(saga.start([], 60_000));
    await store.submit(saga.next(FIRST_CALL));

    await world.passTime(61_000);

    expect(await store.dueDeadlines(10)).toEqual([]);
  });
}

function describeCommands(open: Open): void {
  const started = async (): Promise<{ store: SagaStore; saga: SagaAuthor }> => {
    const { store, author } = await open();
    const saga = author();
    await store.submit(saga.start());
    return { store, saga };
  };
  const again = (unit: Unit, fingerprint: string): Unit =>
    unit.command === null ? unit : { ...unit, entries: [], checkpoint: null, command: { ...unit.command, fingerprint } };

  test("a command that comes again with its key writes nothing and finds the first", async () => {
    const { store, saga } = await started();
    const unit = saga.command(aHostCommand(aCommand("pause"), "once"));
    const first = await store.submit(unit);

    const second = await store.submit(again(unit, unit.command?.fingerprint ?? ""));

    expect(first).toEqual({ kind: "committed" });
    expect(second).toEqual({ kind: "commandExists", commandId: unit.command?.command.commandId, sameRequest: true });
  });

  test("a command key with another fingerprint is another request", async () => {
    const { store, saga } = await started();
    const unit = saga.command(aHostCommand(aCommand("pause"), "once"));
    await store.submit(unit);

    const outcome = await store.submit(again(unit, "another"));

    expect(outcome).toMatchObject({ kind: "commandExists", sameRequest: false });
  });

  test("a refused command is recorded without an entry", async () => {
    const { store, saga } = await started();
    const unit = saga.command(aHostCommand(aCommand("cancel", { revision: 99 })));

    const outcome = await store.submit(unit);

    expect(unit.entries).toEqual([]);
    expect(unit.command?.verdict.kind).toBe("refused");
    expect(outcome).toEqual({ kind: "committed" });
  });
}
