import { incidentOf } from "@skald/kernel";
import { expect, test } from "vitest";
import { aCommand, aHostCommand } from "./commands.ts";
import { type OpenStage, startSaga } from "./host-world.ts";
import { aDefinition, anOrder, aTask, aWait } from "./sagas.ts";
import { ANSWERED, REFUSED } from "./scripted-gateway.ts";

const PAUSE = aCommand("pause", { commandId: "00000000-0000-7000-8000-00000000000a" });
const RESUME = aCommand("resume", { commandId: "00000000-0000-7000-8000-00000000000b" });
const CANCEL = aCommand("cancel", { commandId: "00000000-0000-7000-8000-00000000000c" });

/** What commands are promised (G16, G17). */
export function describeHostCommands(open: OpenStage): void {
  test("a result that comes after a cancel is recorded, and what it did is undone", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({ state: "pay", kind: "action" });
    const sagaId = await startSaga(stage, order);
    await stage.world.settle();

    const outcome = await stage.host.command(sagaId, aHostCommand(CANCEL));
    stage.gateway.release({}, ANSWERED);
    const ended = await stage.run(sagaId);

    expect(outcome).toMatchObject({ kind: "verdict", verdict: { kind: "applied" } });
    expect(ended.context.ended?.status).toBe("compensated");
    expect(ended.context.cause?.type).toBe("Cancelled");
    expect(stage.gateway.effects("undo")).toEqual([`${sagaId}/pay#1/undo`, `${sagaId}/reserve#1/undo`]);
  });

  test("a deadline that finds the saga turning back already is over", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({ state: "pay", kind: "action" });
    const sagaId = await startSaga(stage, order, { deadlineMs: 10_000 });
    await stage.world.settle();
    await stage.host.command(sagaId, aHostCommand(CANCEL));

    await stage.world.passTime(11_000);
    await stage.host.scan();
    await stage.world.settle();

    const saga = (await stage.host.read(sagaId))?.saga;
    expect(saga?.context.turning[""]?.cause?.type).toBe("Cancelled");
    expect(await stage.world.store.dueDeadlines(10)).toEqual([]);
  });

  test("a result that comes after the end changes nothing", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({ state: "pay" });
    const sagaId = await startSaga(stage, order);
    await stage.world.settle();
    const paused = await stage.host.command(sagaId, aHostCommand(PAUSE));
    const revision = paused.kind === "verdict" ? paused.revisionAfter : 0;

    const terminate = aCommand("terminate", { revision, commandId: "00000000-0000-7000-8000-00000000000d" });
    await stage.host.command(sagaId, aHostCommand(terminate));
    const before = (await stage.host.read(sagaId))?.saga;
    stage.gateway.release({}, ANSWERED);
    await stage.world.settle();

    const after = (await stage.host.read(sagaId))?.saga;
    expect(before?.context.ended?.status).toBe("terminated");
    expect(after?.context).toEqual(before?.context);
  });

  test("a command that saw an older revision is refused and changes nothing", async () => {
    const definition = aDefinition("waiting", [aTask("reserve", "rest"), aWait("rest", 60_000, "done")]);
    const stage = await open(definition);
    const sagaId = await startSaga(stage, definition);
    await stage.world.settle();
    const before = (await stage.host.read(sagaId))?.saga;

    const outcome = await stage.host.command(sagaId, aHostCommand({ ...CANCEL, revision: 1 }));

    expect(outcome).toMatchObject({ kind: "verdict", verdict: { kind: "refused", code: "REVISION_STALE" }, revisionAfter: before?.seq });
    expect((await stage.host.read(sagaId))?.saga).toEqual(before);
  });

  test("a command that comes again with its key is applied once", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({});
    const sagaId = await startSaga(stage, order);
    const request = aHostCommand(PAUSE, "once");

    const outcomes = await Promise.all([
      stage.host.command(sagaId, request),
      stage.host.command(sagaId, { ...request, command: { ...PAUSE, commandId: RESUME.commandId } }),
    ]);

    const journal = await stage.host.journal(sagaId, 0, 100);
    expect(outcomes).toEqual([expect.objectContaining({ kind: "verdict" }), { kind: "replayed", commandId: PAUSE.commandId }]);
    expect(journal.filter(({ type }) => type === "command.applied")).toHaveLength(1);
  });

  test("a command key of another command is refused", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({});
    const sagaId = await startSaga(stage, order);
    await stage.host.command(sagaId, aHostCommand(PAUSE, "once"));

    const outcome = await stage.host.command(sagaId, aHostCommand(RESUME, "once"));

    expect(outcome).toEqual({ kind: "keyReused" });
  });

  test("a command for a saga that does not exist finds nothing", async () => {
    const stage = await open(anOrder());

    const outcome = await stage.host.command("01900000-0000-7000-8000-000000000000", aHostCommand(PAUSE));

    expect(outcome).toEqual({ kind: "notFound" });
  });

  test("a paused saga records the result under way, and sends the next call on resume", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.hang({ state: "reserve" });
    const sagaId = await startSaga(stage, order);
    await stage.host.command(sagaId, aHostCommand(PAUSE));

    stage.gateway.release({});
    await stage.world.settle();
    const held = stage.gateway.ledger.map(({ call }) => call.state);
    await stage.host.command(sagaId, aHostCommand(RESUME));
    const ended = await stage.run(sagaId);

    expect(held).toEqual(["reserve"]);
    expect(ended.context.ended?.status).toBe("completed");
  });

  test("a call that was under way when its paused saga lost its host is made again", async () => {
    const order = anOrder();
    const stage = await open(order);
    const hang = { state: "reserve" };
    stage.gateway.hang(hang);
    const sagaId = await startSaga(stage, order);
    await stage.host.command(sagaId, aHostCommand(PAUSE));

    stage.host.dropAll();
    stage.gateway.release(hang);
    const next = await stage.restart();
    await stage.world.settle();

    expect((await next.host.read(sagaId))?.saga.context.steps["reserve"]?.status).toBe("succeeded");
    expect(next.gateway.ledger.map(({ call }) => call.state)).toEqual(["reserve", "reserve"]);
  });

  test("an undo that gave up waits for a person, over a restart too", async () => {
    const order = anOrder();
    const stage = await open(order);
    stage.gateway.answer({ state: "ship" }, REFUSED);
    stage.gateway.answer({ state: "pay", kind: "undo" }, REFUSED, 1);
    const sagaId = await startSaga(stage, order);
    const stuck = await stage.run(sagaId);

    const next = await stage.restart();
    const retry = aCommand("retry", { revision: stuck.seq, state: "pay", lane: "undo" });
    const outcome = await next.host.command(sagaId, aHostCommand(retry));
    const ended = await next.run(sagaId);

    expect(incidentOf(stuck)?.reason).toBe("undo_failed");
    expect(outcome).toMatchObject({ kind: "verdict", verdict: { kind: "applied" } });
    expect(ended.context.ended?.status).toBe("compensated");
  });
}
