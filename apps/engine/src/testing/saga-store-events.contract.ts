import type { CompiledSaga } from "@skald/dsl";
import { expect, test } from "vitest";
import type { SagaStore, Unit } from "../ports/saga-store.ts";
import { aCommand, aHostCommand } from "./commands.ts";
import type { SagaAuthor } from "./saga-author.ts";
import { aDefinition, anOrder, aTask, aWait, LONG_RETRY } from "./sagas.ts";
import { LOST } from "./scripted-gateway.ts";
import { FIRST_CALL, type OpenArchive } from "./store-world.ts";

/** Timers and deadlines (G15). */
export function describeStoreTime(open: OpenArchive): void {
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

/** Commands and their records (G16). */
export function describeStoreCommands(open: OpenArchive): void {
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
