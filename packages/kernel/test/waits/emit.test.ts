import type { EmitState } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { sagaStatus, stepViews } from "../../src/index.ts";
import { aCatch, aDefinition, aParallel, aTask, DONE, Drive, ok, refused } from "../fixtures.ts";
import { aDeskDefinition, anEmit, lastBody, lastOf, REVOKE_CALL } from "./waiting.ts";

const EVENT = { type: "order.confirmed", source: null, subject: "${ input.order }", data: { order: "${ input.order }" } };
const TAKEN_BACK = { type: "order.revoked", source: "desk", subject: null, data: { was: "${ output.id }", order: "${ params.order }" } };

const PLAIN = { ...EVENT, subject: null, data: { order: "7" } };

const emitting = (more: Partial<EmitState> = {}): Drive =>
  new Drive(
    aDeskDefinition([
      anEmit("tell", "last", { event: EVENT, ...more }),
      aTask("last", "done", { with: "${ steps.tell.output.id }" }),
      DONE,
    ]),
    {
      order: "7",
    },
  );

describe("emit", () => {
  test("writes the event into the entry that is its success, and goes on", () => {
    const drive = emitting();
    drive.nowMs += 5000;
    drive.start();

    expect(drive.open).toEqual(["action last"]);
    expect(lastOf(drive, "event.emitted").emitted).toEqual({
      specversion: "1.0",
      id: `${drive.saga.id}/tell#1`,
      source: "skald/test/example",
      type: "order.confirmed",
      subject: "7",
      time: "2026-01-01T00:00:05.000Z",
      datacontenttype: "application/json",
      data: { order: "7" },
    });
    expect(drive.entries.at(-1)?.data.opened?.[0]?.params).toBe(`${drive.saga.id}/tell#1`);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("names its source when the document does", () => {
    const drive = emitting({ event: { ...EVENT, source: "shop/${ input.order }", subject: null } }).start();

    expect(lastOf(drive, "event.emitted").emitted).toMatchObject({ source: "shop/7" });
    expect(lastOf(drive, "event.emitted").emitted).not.toHaveProperty("subject");
  });

  test.each(["type", "source", "subject", "data"])("whose %s cannot be rendered sends nothing and fails", (field) => {
    const drive = emitting({ event: { ...EVENT, [field]: "${ input.absent }" } }).start();

    expect(drive.types).not.toContain("event.emitted");
    expect(drive.saga.context.cause).toMatchObject({
      type: "ExpressionError",
      state: "tell",
      detail: expect.stringContaining(`event.${field}`),
    });
  });

  test("sends an event of its own in each visit, a thousand at most", () => {
    const drive = new Drive(aDefinition([aTask("a", "tell"), anEmit("tell", "a"), DONE])).start();
    for (let visit = 1; visit <= 999; visit += 1) drive.answer(ok());
    expect(lastOf(drive, "event.emitted").emitted?.["id"]).toBe(`${drive.saga.id}/tell#999`);

    drive.saga = { ...drive.saga, context: { ...drive.saga.context, visits: { ...drive.saga.context.visits, tell: 1000 } } };
    drive.answer(ok());

    expect(drive.saga.context.cause?.type).toBe("TooManyVisits");
  });

  test("after the pivot waits for a person when it cannot be rendered, whose retry renders it anew", () => {
    const pivot = aTask("first", "tell", { kind: "pivot", compensate: null });
    const drive = new Drive(aDefinition([pivot, anEmit("tell", "done", { event: { ...EVENT, data: "${ input.absent }" } }), DONE]))
      .start()
      .answer(ok());
    expect(drive.incident).toMatchObject({ reason: "stuck_forward", state: "tell" });

    drive.command({ type: "retry" });

    expect(drive.saga.context.visits["tell"]).toBe(2);
    expect(drive.saga.context.open).toEqual({});
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("registers nothing after the pivot", () => {
    const pivot = aTask("first", "tell", { kind: "pivot", compensate: null });
    const drive = new Drive(aDefinition([pivot, anEmit("tell", "done", { compensate: { kind: "emit", event: TAKEN_BACK } }), DONE]))
      .start()
      .answer(ok());

    expect([lastOf(drive, "event.emitted").undo, sagaStatus(drive.saga)]).toEqual([undefined, "completed"]);
  });
});

describe("the undo of an emit", () => {
  test("is another event, which reads what was sent", () => {
    const drive = emitting({ compensate: { kind: "emit", event: TAKEN_BACK } })
      .start()
      .answer(refused);

    expect(lastOf(drive, "undo.succeeded").emitted).toMatchObject({
      id: `${drive.saga.id}/tell#1/undo`,
      source: "desk",
      type: "order.revoked",
      data: { was: `${drive.saga.id}/tell#1`, order: "7" },
    });
    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(stepViews(drive.saga, drive.definition)[0]).toMatchObject({
      type: "emit",
      kind: "compensatable",
      undo: "undone",
      undoAttemptsMax: null,
    });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("is a call, where the document says so", () => {
    const drive = emitting({
      compensate: { kind: "call", call: REVOKE_CALL, with: { event: "${ output.id }", order: "${ params.order }" } },
    })
      .start()
      .answer(refused);

    expect(drive.open).toEqual(["undo tell"]);
    expect(lastBody(drive)).toEqual({ event: `${drive.saga.id}/tell#1`, order: "7" });
    expect(sagaStatus(drive.answer(ok()).saga)).toBe("compensated");
  });

  test("that cannot be rendered waits for a person, who may waive it", () => {
    const event = { ...TAKEN_BACK, data: "${ params.absent }" };
    const drive = emitting({ compensate: { kind: "emit", event } })
      .start()
      .answer(refused);
    expect(drive.incident).toMatchObject({ reason: "undo_failed", state: "tell", lane: "undo" });
    expect(drive.saga.context.steps["tell"]?.undoError?.detail).toContain("compensate.emit.data");

    drive.command({ type: "retry" });
    expect(drive.incident).toMatchObject({ reason: "undo_failed", state: "tell" });
    drive.command({ type: "waive-undo" });

    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("undoes each visit by its own event", () => {
    const states = [
      aTask("a", "tell"),
      anEmit("tell", "again", { event: PLAIN, compensate: { kind: "emit", event: TAKEN_BACK } }),
      { type: "switch", name: "again", cases: [{ when: "${ steps.a.output.more }", next: "a" }], default: "last" } as const,
      aTask("last", "done"),
      DONE,
    ];
    const drive = new Drive(aDefinition(states))
      .start()
      .answer(ok({ more: true }))
      .answer(ok({ more: false }))
      .answer(refused);
    while (drive.saga.context.ended === null) drive.answer(ok());

    const ids = drive.entries.flatMap(({ data }) => (data.emitted === undefined ? [] : [data.emitted["id"]]));
    expect(ids).toEqual(
      [1, 2].map((visit) => `${drive.saga.id}/tell#${visit}`).concat([2, 1].map((visit) => `${drive.saga.id}/tell#${visit}/undo`)),
    );
  });
});

describe("an emit of a saga that is held", () => {
  test("sends nothing while the saga is paused, and sends at resume", () => {
    const drive = new Drive(aDefinition([aTask("a", "tell"), anEmit("tell", "done"), DONE])).start();
    drive.command({ type: "pause" });
    drive.answer(ok());
    expect([drive.types.includes("event.emitted"), sagaStatus(drive.saga)]).toEqual([false, "paused"]);

    drive.command({ type: "resume" });

    expect(drive.types.slice(-3)).toEqual(["saga.resumed", "event.emitted", "saga.completed"]);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("is never sent when the paused saga is cancelled", () => {
    const drive = new Drive(aDefinition([aTask("a", "tell"), anEmit("tell", "done"), DONE])).start();
    drive.command({ type: "pause" });
    drive.answer(ok());
    drive.command({ type: "cancel" });
    drive.answer(ok());

    expect(drive.types).not.toContain("event.emitted");
    expect(drive.saga.context.ended?.status).toBe("compensated");
  });

  test("takes back nothing while the saga is paused, and takes it back at resume", () => {
    const compensate = { kind: "emit", event: TAKEN_BACK } as const;
    const states = [anEmit("tell", "a", { event: PLAIN, compensate }), aTask("a", "last"), aTask("last", "done"), DONE];
    const drive = new Drive(aDefinition(states)).start().answer(ok()).answer(refused);
    drive.command({ type: "pause" });
    drive.answer(ok());
    expect(drive.types).not.toContain("undo.finished");
    expect(sagaStatus(drive.saga)).toBe("paused");

    drive.command({ type: "resume" });

    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(drive.saga.context.undone).toEqual(["a", "tell"]);
    expect(drive.folded()).toEqual(drive.saga);
  });
});

describe("an emit inside a branch", () => {
  test("is undone by an event when the branch undoes itself, also after a pause", () => {
    const compensate = { kind: "emit", event: TAKEN_BACK } as const;
    const left = [
      anEmit("tell", "b", { event: PLAIN, compensate }),
      aTask("b", null, { catch: [aCatch(["*"], "other", true)] }),
      aTask("other", null),
    ];
    const drive = new Drive(aDefinition([aParallel("both", { left, right: [aTask("c", null)] }), DONE])).start();
    drive.command({ type: "pause" });
    drive.answerAt("both.left.b", refused);
    expect(drive.saga.context.undone).toEqual([]);

    drive.command({ type: "resume" });

    expect(drive.saga.context.undone).toEqual(["both.left.tell"]);
    expect(drive.open).toEqual(["action both.right.c", "action both.left.other"]);
    expect(drive.folded()).toEqual(drive.saga);
  });
});
