import { expect, test } from "vitest";
import { aStart, type OpenStage, openStage, type Stage, slowAnswers, startSaga } from "./host-world.ts";
import { violations } from "./journal-laws.ts";
import { aDefinition, anOrder, aTask, aWait } from "./sagas.ts";
import { LOST, REFUSED } from "./scripted-gateway.ts";

/** What a host promises about its own beginning and end, and about what it keeps in memory. */
export function describeHostLife(open: OpenStage): void {
  test("a drain waits for the call under way and commits its result", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({ state: "reserve" });
    const sagaId = await startSaga(stage, order);

    const drained = stage.host.drain(10_000);
    await stage.world.settle();
    stage.gateway.release({});
    await drained;

    const read = await stage.host.read(sagaId);
    expect(read?.saga.context.steps["reserve"]?.status).toBe("succeeded");
    expect(stage.gateway.ledger.map(({ call }) => call.state)).toEqual(["reserve"]);
  });

  test("a drain gives up at its deadline, and the call is made again by the next host", async () => {
    const order = anOrder();
    const stage = await open(order);
    const hang = { state: "reserve" };
    stage.gateway.hang(hang);
    const sagaId = await startSaga(stage, order);

    const drained = stage.host.drain(10_000);
    await stage.world.settle();
    await stage.world.passTime(10_000);
    await drained;
    stage.gateway.release(hang);
    const next = await stage.restart();
    const ended = await next.run(sagaId);

    expect(ended.context.ended?.status).toBe("completed");
    expect(violations(sagaId, await next.host.journal(sagaId, 0, 1000), next.gateway.ledger)).toEqual([]);
  });

  test("a host that drains or is closed accepts no start", async () => {
    const order = anOrder();
    const stage = await open(order);
    await stage.host.drain(10_000);

    const outcome = await stage.host.start(aStart(order));

    expect(outcome.kind).toBe("unavailable");
  });

  test("a host that was drained never opens again", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({ state: "reserve" });
    await startSaga(stage, order);
    const drained = stage.host.drain(1000);
    await stage.world.passTime(1000);
    await drained;

    const resumed = await stage.host.recover();

    expect(resumed).toBe(0);
    expect((await stage.host.start(aStart(order))).kind).toBe("unavailable");
  });

  test("a start that is committed while the host recovers is performed once", async () => {
    const order = anOrder();
    const stage = await open(order);
    const slow = slowAnswers(stage.world.store);
    const other = await openStage(stage.world, { store: slow.store }, stage.gateway);
    const started = other.host.start(aStart(order));
    await slow.committed();

    await other.host.recover();
    slow.answer();
    await started;
    await stage.world.settle();

    expect(stage.gateway.ledger.filter(({ call }) => call.state === "reserve")).toHaveLength(1);
  });

  test("a host that dropped everything resumes it all by recovering", async () => {
    const order = anOrder();
    const stage = await open(order);
    const hang = { state: "reserve" };
    stage.gateway.hang(hang);
    const sagaId = await startSaga(stage, order);
    stage.host.dropAll();
    stage.gateway.release(hang);

    const resumed = await stage.host.recover();
    const ended = await stage.run(sagaId);

    expect(resumed).toBe(1);
    expect(ended.context.ended?.status).toBe("completed");
  });

  test("a host that was taken over stops, and tells", async () => {
    const order = anOrder();
    const fences: string[] = [];
    const stage = await (await open(order)).restart({ onFenced: () => fences.push("fenced") });
    stage.gateway.hang({ state: "reserve" });
    const sagaId = await startSaga(stage, order);

    await stage.world.takeOver();
    stage.gateway.release({});
    await stage.world.settle();

    expect(fences).toEqual(["fenced"]);
    expect(stage.host.vitals()).toMatchObject({ accepting: false, residents: 0, calls: 0 });
    expect((await stage.host.read(sagaId))?.saga.context.steps["reserve"]?.status).toBe("running");
  });

  test("sagas without work for memory leave no trace in it", async () => {
    const definition = aDefinition("waiting", [aTask("reserve", "rest"), aWait("rest", 60_000, "done")]);
    const stage = await open(definition);

    await startSaga(stage, definition);
    await stage.world.settle();

    expect(stage.host.vitals()).toMatchObject({ residents: 0, calls: 0 });
  });

  test("a saga that waits for a call longer than a second has its row written", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({ state: "pay" });
    const sagaId = await startSaga(stage, order);
    await stage.world.settle();

    await stage.world.passTime(2000);
    await stage.world.settle();

    const loaded = await stage.world.store.load(sagaId);
    expect(loaded?.checkpointed).toBe(loaded?.saga.seq);
    expect(loaded?.hot).toBe(true);
  });

  test("a saga that is forgotten after each commit has the journal of one that is not", async () => {
    const order = anOrder();
    const kept = await open(order);
    const forgetful = await (await open(order)).restart({ limits: { replayAlways: true } });
    const run = async (stage: Stage): Promise<readonly string[]> => {
      stage.gateway.answer({ state: "pay" }, LOST, 1);
      stage.gateway.answer({ state: "ship" }, REFUSED);
      const { id } = await stage.run(await startSaga(stage, order));
      return (await stage.host.journal(id, 0, 1000)).map(({ type }) => type);
    };

    const types = await run(forgetful);

    expect(types).toEqual(await run(kept));
  });
}
