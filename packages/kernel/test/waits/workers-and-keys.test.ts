import type { TaskState } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { explain, idempotencyKeyOf, movers, pendingCalls, preview, sagaStatus, stepViews } from "../../src/index.ts";
import { aCommand, aDefinition, aRetry, aTask, DONE, Drive, ok, refused, timedOut } from "../fixtures.ts";
import { VERIFY } from "./waiting.ts";

describe("a task for workers", () => {
  const queued = (more: Partial<TaskState> = {}): Drive =>
    new Drive(
      aDefinition([
        aTask("a", "done", { call: { kind: "worker", queue: "print" }, with: { page: 1 }, retry: aRetry(2, 6000), ...more }),
        DONE,
      ]),
    ).start();

  test("is offered to its queue with its parameters, instead of being sent", () => {
    const drive = queued();

    expect(pendingCalls(drive.saga, drive.definition, drive.scope.entryAt)[0]).toMatchObject({
      queue: "print",
      timeoutMs: 1000,
      request: { body: '{"page":1}' },
    });
    expect([sagaStatus(drive.saga), movers(drive.saga)]).toEqual(["waiting", ["worker"]]);
    expect(explain(drive.saga, drive.definition).movers.map((one) => one.kind)).toEqual(["worker"]);
  });

  test("ends by an ordinary result, and is undone by an ordinary call", () => {
    const drive = queued();
    expect(sagaStatus(queued().answer(ok({ printed: 1 })).saga)).toBe("completed");
    drive.command({ type: "cancel" });
    drive.answer(ok());

    expect(pendingCalls(drive.saga, drive.definition, drive.scope.entryAt)[0]).not.toHaveProperty("queue");
    expect([drive.open, movers(drive.saga)]).toEqual([["undo a"], ["call"]]);
  });

  test("is tried again like any call, and held while the saga is paused", () => {
    const drive = queued().answer(timedOut);
    expect(sagaStatus(drive.saga)).toBe("running");
    drive.command({ type: "pause" });
    drive.elapse();
    expect(movers(drive.saga)).toEqual(["person"]);
    drive.command({ type: "resume" });

    expect(movers(drive.saga)).toEqual(["worker"]);
    expect(drive.folded()).toEqual(drive.saga);
  });
});

describe("a key of the document's own", () => {
  const keyed = (idempotencyKey: string, more: Partial<TaskState> = {}): Drive =>
    new Drive(aDefinition([aTask("a", "b", { idempotencyKey, verify: VERIFY, ...more }), aTask("b", "done"), DONE]), {
      order: "7",
    }).start();
  const keyNow = (drive: Drive): string | undefined => pendingCalls(drive.saga, drive.definition, drive.scope.entryAt)[0]?.idempotencyKey;

  test("is rendered with the call and carried by it, its verify and its undo", () => {
    const drive = keyed("order/${ input.order }");
    expect(keyNow(drive)).toBe("order/7");
    expect(stepViews(drive.saga, drive.definition)[0]?.idempotencyKey).toBe("order/7");
    drive.answer(timedOut);
    expect(keyNow(drive)).toBe("order/7/verify");
    drive.answer(ok({ done: true })).answer(refused);

    expect(keyNow(drive)).toBe("order/7/undo");
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("is what a preview shows for the undo", () => {
    const drive = keyed("order/${ input.order }").answer(ok());
    drive.command({ type: "pause" });

    const plan = preview(drive.saga, aCommand({ type: "compensate", revision: drive.saga.seq }), drive.scope, {});

    expect(plan.plan.map((item) => item.idempotencyKey)).toContain("order/7/undo");
  });

  test.each(["${ input.absent }", "${ '' + '' }", "two words", `${"x".repeat(256)}`])("%s sends nothing when it is no key", (key) => {
    const drive = keyed(key);

    expect(drive.saga.context.cause).toMatchObject({ type: "ExpressionError", detail: expect.stringContaining("idempotencyKey") });
    expect(drive.calls).toEqual([]);
  });

  test("absent, the key is that of saga and visit", () => {
    expect(idempotencyKeyOf("s", { state: "a", visit: 2, kind: "undo" })).toBe("s/a#2/undo");
  });
});
