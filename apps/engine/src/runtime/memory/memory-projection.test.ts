import type { CompiledSaga } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import type { Projection } from "../../ports/projection.ts";
import { aCommand, aHostCommand } from "../../testing/commands.ts";
import { createManualClock, type ManualClock } from "../../testing/manual-clock.ts";
import { createSagaAuthor, type SagaAuthor } from "../../testing/saga-author.ts";
import { anOrder } from "../../testing/sagas.ts";
import { ANSWERED, REFUSED } from "../../testing/scripted-gateway.ts";
import { createSequentialIds } from "../../testing/sequential-ids.ts";
import { createMemoryProjection } from "./memory-projection.ts";
import { MemorySagaStore } from "./memory-store.ts";

const NEWEST = { order: "newest" } as const;

interface Archive {
  readonly clock: ManualClock;
  readonly store: MemorySagaStore;
  readonly projection: Projection;
  start(): Promise<SagaAuthor>;
}

function anArchive(definition: CompiledSaga = anOrder()): Archive {
  const clock = createManualClock();
  const ids = createSequentialIds();
  const store = new MemorySagaStore({ clock, definitions: { byHash: () => Promise.resolve(definition) } });

  return {
    clock,
    store,
    projection: createMemoryProjection(store.tables, clock),
    async start() {
      const saga = createSagaAuthor(definition, ids.sagaId(clock.nowMs()), clock);
      await store.submit(saga.start());
      clock.advance(1000);
      return saga;
    },
  };
}

/** The first step is refused: the saga fails, with nothing to undo. */
async function refuse(archive: Archive, saga: SagaAuthor): Promise<void> {
  await archive.store.submit(saga.next({ kind: "result", callId: "reserve#1/action", attempt: 1, observation: REFUSED }));
}

describe("memory projection", () => {
  test("a list is in the order of starts, in pages without gap or overlap", async () => {
    const archive = anArchive();
    const sagas = [await archive.start(), await archive.start(), await archive.start()];

    const first = await archive.projection.list(NEWEST, null, 2);
    const last = first.at(-1);
    const second = await archive.projection.list(NEWEST, last === undefined ? null : { startedAt: last.startedAt, id: last.id }, 2);

    const ids = sagas.map(({ known }) => known.saga.id);
    expect([...first, ...second].map(({ id }) => id)).toEqual(ids.toReversed());
  });

  test.each([
    ["status", { status: ["failed"] }, 1],
    ["another status", { status: ["completed"] }, 0],
    ["cause", { cause: "Refused" }, 1],
    ["another cause", { cause: "Timeout" }, 0],
    ["failed state", { failedState: "reserve" }, 1],
    ["state", { state: "reserve" }, 1],
    ["label", { label: { name: "colour", value: "blue" } }, 2],
    ["another label", { label: { name: "colour", value: "red" } }, 0],
    ["no attention", { attention: "none" }, 2],
    ["attention", { attention: "any" }, 0],
    ["prefix of the key", { q: "K-" }, 2],
    ["name", { name: "order" }, 2],
    ["start", { startedAfter: "2030-01-01T00:00:00.000Z" }, 0],
  ])("a list is filtered by %s", async (_what, filter, expected) => {
    const archive = anArchive();
    await archive.start();
    await refuse(archive, await archive.start());

    const found = await archive.projection.list({ ...NEWEST, ...filter }, null, 10);

    expect(found).toHaveLength(expected);
    expect(await archive.projection.count({ ...NEWEST, ...filter })).toBe(expected);
  });

  test("statistics count what lives now and what ended in the window", async () => {
    const archive = anArchive();
    await archive.start();
    await refuse(archive, await archive.start());

    const statistics = await archive.projection.statistics(60_000);

    expect(statistics).toMatchObject({ started: 2, ended: 1, successRate: 0, byStatus: { running: 1, failed: 1, completed: 0 } });
    expect(statistics.hotSpots).toMatchObject([{ definition: "test/order", state: "reserve", count: 1 }]);
    expect(statistics.series.reduce((total, { started }) => total + started, 0)).toBe(2);
  });

  test("live sagas are counted by definition", async () => {
    const archive = anArchive();
    await archive.start();
    await refuse(archive, await archive.start());

    expect(await archive.projection.runningByDefinition()).toEqual({ "test/order": 1 });
  });

  test("commands are found by id and by key, applied and refused alike, newest first in the audit", async () => {
    const archive = anArchive();
    const saga = await archive.start();
    const { id } = saga.known.saga;
    const pause = aCommand("pause", { reason: "look first" });
    const stale = aCommand("cancel", { revision: 99 });
    await archive.store.submit(saga.command(aHostCommand(pause, "once")));
    await archive.store.submit(saga.command(aHostCommand(stale)));

    const audit = await archive.projection.audit(null, 10);

    expect(audit.map(({ type, state, definition }) => `${definition} ${type} ${state}`)).toEqual([
      "test/order cancel refused",
      "test/order pause applied",
    ]);
    expect(await archive.projection.commandByKey(id, "once")).toMatchObject({
      commandId: pause.commandId,
      state: "applied",
      reason: "look first",
    });
    expect(await archive.projection.command(id, stale.commandId)).toMatchObject({ result: expect.stringContaining("REVISION_STALE") });
    expect(await archive.projection.commands(id)).toHaveLength(2);
  });

  test("a saga that moved without a new row is shown as its row says", async () => {
    const archive = anArchive();
    const saga = await archive.start();
    const [before] = await archive.projection.list(NEWEST, null, 1);

    await archive.store.submit(saga.next({ kind: "result", callId: "reserve#1/action", attempt: 1, observation: ANSWERED }));

    expect(await archive.projection.list(NEWEST, null, 1)).toEqual([before]);
  });
});
