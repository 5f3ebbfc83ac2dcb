import type { CompiledSaga } from "@skald/dsl";
import { afterEach, describe, expect, test } from "vitest";
import { aStart, type HostWorld, type OpenStage, openStage, startSaga } from "./host-world.ts";
import { violations } from "./journal-laws.ts";
import { describeHostCommands } from "./saga-host-commands.contract.ts";
import { type CrashOptions, describeHostCrashes } from "./saga-host-crashes.contract.ts";
import { describeHostLife } from "./saga-host-life.contract.ts";
import { aDefinition, anOrder, aTask, aWait, LONG_RETRY } from "./sagas.ts";
import { ANSWERED, createScriptedGateway, LOST, REFUSED } from "./scripted-gateway.ts";

/** The guarantees of every SagaHost. `setup` gives an empty world for each test, and one for each crash. */
export function describeSagaHost(name: string, setup: () => Promise<HostWorld>, crashes: CrashOptions = {}): void {
  describe(`${name} saga host`, () => {
    const worlds: HostWorld[] = [];
    const openWorld = async (...definitions: readonly CompiledSaga[]): Promise<HostWorld> => {
      const world = await setup();
      for (const definition of definitions) await world.define(definition);
      return world;
    };
    const open: OpenStage = async (...definitions) => {
      const world = await openWorld(...definitions);
      worlds.push(world);
      return openStage(world);
    };
    afterEach(async () => {
      for (const world of worlds.splice(0)) await world.close();
    });

    describeRuns(open);
    describeTimers(open);
    describeHostCommands(open);
    describeHostLife(open);
    describeHostCrashes(openWorld, crashes);
  });
}

function describeRuns(open: OpenStage): void {
  test("a start that was acknowledged can be read", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({});

    const sagaId = await startSaga(stage, order);

    const read = await stage.host.read(sagaId);
    expect(read?.saga.context.open["reserve#1/action"]?.attempt).toBe(1);
  });

  test("a saga whose steps succeed completes, and its calls are made in order, once each", async () => {
    const order = anOrder();
    const stage = await open(order);

    const sagaId = await startSaga(stage, order);
    const ended = await stage.run(sagaId);

    expect(ended.context.ended?.status).toBe("completed");
    expect(stage.gateway.ledger.map(({ call }) => call.idempotencyKey)).toEqual([
      `${sagaId}/reserve#1`,
      `${sagaId}/pay#1`,
      `${sagaId}/ship#1`,
    ]);
    expect(violations(sagaId, await stage.host.journal(sagaId, 0, 1000), stage.gateway.ledger)).toEqual([]);
  });

  test("a refusal undoes what was done, last first", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.answer({ state: "ship" }, REFUSED);

    const sagaId = await startSaga(stage, order);
    const ended = await stage.run(sagaId);

    expect(ended.context.ended?.status).toBe("compensated");
    expect(stage.gateway.effects("undo")).toEqual([`${sagaId}/pay#1/undo`, `${sagaId}/reserve#1/undo`]);
  });

  test("attempts of one visit carry one key, one body, and rising fences", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.answer({ state: "pay" }, LOST, 2);

    const sagaId = await startSaga(stage, order);
    const ended = await stage.run(sagaId);

    const attempts = stage.gateway.ledger.filter(({ call }) => call.state === "pay").map(({ call }) => call.attempt);
    expect(ended.context.ended?.status).toBe("completed");
    expect(attempts).toEqual([1, 2, 3]);
    expect(violations(sagaId, await stage.host.journal(sagaId, 0, 1000), stage.gateway.ledger)).toEqual([]);
  });

  test("a key starts one saga, however often and however many at once", async () => {
    const order = anOrder();
    const stage = await open(order);

    const outcomes = await Promise.all(Array.from({ length: 10 }, () => stage.host.start(aStart(order, "k"))));
    const later = await stage.host.start(aStart(order, "k"));

    const sagaIds = new Set([...outcomes, later].map((outcome) => ("sagaId" in outcome ? outcome.sagaId : "")));
    expect(sagaIds.size).toBe(1);
    expect(outcomes.filter(({ kind }) => kind === "started")).toHaveLength(1);
    expect(later).toMatchObject({ kind: "existing", scope: "start", sameRequest: true });
  });

  test("a call is made only after the commit that opened it (W2)", async () => {
    const order = anOrder();
    const stage = await open(order);
    const early: string[] = [];
    const gateway = createScriptedGateway();
    const watched = await stage.restart({
      gateway: {
        ...gateway,
        async send(call, signal) {
          const journal = await stage.world.store.journal(call.sagaId, 0, 1000);
          if (!journal.some(({ data }) => data.includes(`"callId":"${call.callId}"`))) early.push(call.callId);
          return gateway.send(call, signal);
        },
      },
    });
    gateway.answer({ state: "ship" }, REFUSED);

    await watched.run(await startSaga(watched, order));

    expect(gateway.ledger).toHaveLength(5);
    expect(early).toEqual([]);
  });

  test("a saga is read as it was at every entry", async () => {
    const order = anOrder();
    const stage = await open(order);
    const sagaId = await startSaga(stage, order);
    const ended = await stage.run(sagaId);

    const first = await stage.host.read(sagaId, 1);
    const last = await stage.host.read(sagaId, ended.seq);

    expect(first?.saga.seq).toBe(1);
    expect(first?.saga.context.ended).toBeNull();
    expect(last?.saga).toEqual(ended);
  });

  test("who watches a saga is told when it moves", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({});
    const sagaId = await startSaga(stage, order);
    const before = (await stage.host.read(sagaId))?.saga.seq ?? 0;

    const changed = stage.host.changed(sagaId, before, new AbortController().signal);
    stage.gateway.release({});

    expect(await changed).toBeGreaterThan(before);
  });

  test("who watches a saga that moved already is told at once", async () => {
    const order = anOrder();
    const stage = await open(order);
    const ended = await stage.run(await startSaga(stage, order));

    const seq = await stage.host.changed(ended.id, 1, new AbortController().signal);

    expect(seq).toBe(ended.seq);
  });

  test("who stops watching gets what he knew", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({});
    const sagaId = await startSaga(stage, order);
    const stop = new AbortController();

    const changed = stage.host.changed(sagaId, 99, stop.signal);
    await stage.world.settle();
    stop.abort();

    expect(await changed).toBe(99);
  });

  test("a subscriber gets one hint for all that happened to a saga in a quarter of a second", async () => {
    const order = anOrder();
    const stage = await open(order);
    const hints: string[] = [];
    const leave = stage.host.subscribe((changes) => hints.push(...changes.map(({ status, definition }) => `${definition} ${status}`)));

    const sagaId = await startSaga(stage, order);
    await stage.world.settle();
    await stage.world.passTime(250);
    leave();
    await stage.run(sagaId);

    expect(hints).toEqual(["test/order completed"]);
  });
}

function describeTimers(open: OpenStage): void {
  const waiting = (): CompiledSaga =>
    aDefinition("waiting", [aTask("reserve", "rest"), aWait("rest", 60_000, "ship"), aTask("ship", "done")]);

  test("a wait ends when its time has passed, not before", async () => {
    const definition = waiting();
    const stage = await open(definition);
    const sagaId = await startSaga(stage, definition);
    await stage.world.settle();

    await stage.world.passTime(59_000);
    await stage.world.settle();
    const early = stage.gateway.ledger.length;
    const ended = await stage.run(sagaId);

    expect(early).toBe(1);
    expect(ended.context.ended?.status).toBe("completed");
  });

  test("a wait that ended while no engine ran goes on at the next start", async () => {
    const definition = waiting();
    const stage = await open(definition);
    const sagaId = await startSaga(stage, definition);
    await stage.world.settle();

    stage.host.dropAll();
    await stage.world.passTime(61_000);
    const next = await stage.restart();
    const ended = await next.run(sagaId);

    expect(ended.context.ended?.status).toBe("completed");
    expect(next.gateway.ledger.map(({ call }) => call.state)).toEqual(["reserve", "ship"]);
  });

  test.each([
    ["short", anOrder()],
    ["long", anOrder({ retry: LONG_RETRY })],
  ])("a %s back-off goes on after a restart, with the next attempt", async (_length, definition) => {
    const stage = await open(definition);
    stage.gateway.answer({ state: "reserve" }, LOST, 1);
    const sagaId = await startSaga(stage, definition);
    await stage.world.settle();

    const next = await stage.restart();
    const ended = await next.run(sagaId);

    const attempts = next.gateway.ledger.filter(({ call }) => call.state === "reserve").map(({ call }) => call.attempt);
    expect(ended.context.ended?.status).toBe("completed");
    expect(attempts).toEqual([1, 2]);
  });

  test("a saga past its deadline turns back", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({ state: "ship" });
    const sagaId = await startSaga(stage, order, { deadlineMs: 10_000 });
    await stage.world.settle();

    await stage.world.passTime(11_000);
    await stage.host.scan();
    await stage.world.settle();
    stage.gateway.release({}, ANSWERED);
    const ended = await stage.run(sagaId);

    expect(ended.context.ended?.status).toBe("compensated");
    expect(ended.context.cause?.type).toBe("SagaTimeout");
    expect(stage.gateway.effects("undo")).toHaveLength(3);
  });
}
