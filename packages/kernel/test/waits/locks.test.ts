import type { LockModel, TaskState } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { explain, lockWishes, movers, pendingCalls, type SagaEvent, sagaStatus, stepViews, waits } from "../../src/index.ts";
import { aCatch, aDefinition, aParallel, aTask, DONE, Drive, ok, refused } from "../fixtures.ts";
import { aLock, lastOf } from "./waiting.ts";

const LOCKS: readonly LockModel[] = [aLock("stock/${ input.item }", { waitMs: 20_000 }), aLock("account", { mode: "shared" })];

const start = (locks: readonly LockModel[], more: Partial<TaskState> = {}): Drive =>
  new Drive(aDefinition([aTask("a", "b", { locks, ...more }), aTask("b", "done"), DONE]), { item: 3 }).start();

type LockEvent = Extract<SagaEvent, { kind: "lock" }>;
const hear = (drive: Drive, more: Partial<LockEvent> = {}): Drive =>
  drive.event({ kind: "lock", state: "a", visit: 1, verdict: "granted", ...more });

const wished = (drive: Drive): readonly string[] =>
  lockWishes(drive.saga, drive.definition).map((one) => `${one.held ? "holds" : "wants"} ${one.key} until ${one.until}`);

describe("a task with locks", () => {
  test("asks for them in key order before anything is sent", () => {
    const drive = start(LOCKS);

    expect(drive.calls).toEqual([]);
    expect(drive.saga.context.waits["a"]).toMatchObject({
      kind: "lock",
      about: {
        locks: [
          { key: "account", mode: "shared" },
          { key: "stock/3", mode: "exclusive" },
        ],
      },
    });
    expect(waits(drive.saga)).toEqual([{ name: "wait/a", dueAtMs: drive.nowMs + 10_000, durable: true }]);
    expect([sagaStatus(drive.saga), movers(drive.saga)]).toEqual(["waiting", ["lock", "timer"]]);
    expect(explain(drive.saga, drive.definition).sentence).toContain('"a" waits for a lock until');
    expect(stepViews(drive.saga, drive.definition)[0]).toMatchObject({ status: "waiting", visit: 1, attempts: 0 });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("calls when they are granted, in the visit that asked", () => {
    const drive = hear(start(LOCKS), { tokens: { account: "4", "stock/3": "17" } });

    expect([drive.calls, drive.saga.context.visits]).toEqual([["action a"], { a: 1 }]);
    expect(drive.saga.context.locks["a#1"]).toMatchObject({ visit: 1, tokens: { account: "4", "stock/3": "17" } });
    expect(pendingCalls(drive.saga, drive.definition, drive.scope.entryAt)[0]?.idempotencyKey).toBe(`${drive.saga.id}/a#1`);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("takes two locks of one key as one, the stronger of both", () => {
    const both = [
      aLock("k", { mode: "shared", release: "step" }),
      aLock("k", { mode: "exclusive", release: "step" }),
      aLock("k", { mode: "shared" }),
    ];
    const drive = start(both);

    expect(drive.saga.context.waits["a"]?.about).toEqual({ locks: [{ key: "k", mode: "exclusive", release: "saga" }] });
    expect(start([...both].reverse()).saga.context.waits["a"]?.about).toEqual(drive.saga.context.waits["a"]?.about);
  });

  test.each(["${ input.absent }", "${ '' + '' }"])("whose key is %s asks for nothing and fails", (key) => {
    const drive = start([aLock(key)]);

    expect(drive.saga.context.cause).toMatchObject({ type: "ExpressionError", detail: expect.stringContaining("lock.key") });
    expect(drive.saga.context.ended?.status).toBe("failed");
  });

  test("whose request cannot be rendered when they are granted sends nothing", () => {
    const drive = hear(start(LOCKS, { with: "${ input.absent }" }));

    expect([drive.calls, drive.saga.context.ended?.status]).toEqual([[], "failed"]);
    expect(drive.saga.context.steps["a"]).toMatchObject({ visit: 1, attempts: 0, error: { type: "ExpressionError" } });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test.each([
    ["time is over", (drive: Drive) => drive.elapse(), "LockTimeout", "timeout"],
    ["grant would close a circle", (drive: Drive) => hear(drive, { verdict: "deadlock" }), "DeadlockDetected", "consistency"],
  ])("fails when the %s, with nothing sent", (_when, happen, type, category) => {
    const drive = happen(start(LOCKS));

    expect(lastOf(drive, "step.failed")).toMatchObject({ outcome: "notSent", error: { type, category } });
    expect([drive.calls, drive.saga.context.undo, drive.saga.context.ended?.status]).toEqual([[], [], "failed"]);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("may catch that", () => {
    expect(start(LOCKS, { catch: [aCatch(["LockTimeout"], "b")] }).elapse().open).toEqual(["action b"]);
  });

  test.each([
    ["of another visit", { visit: 2 }],
    ["of another state", { state: "b" }],
  ])("ignores a verdict %s", (_what, more) => {
    expect(hear(start(LOCKS), more).types.at(-1)).toBe("result.ignored");
  });

  test("ignores a second verdict", () => {
    expect(hear(hear(start(LOCKS))).types.at(-1)).toBe("result.ignored");
  });

  test("after the pivot waits for a person, whose retry asks anew", () => {
    const pivot = aTask("first", "a", { kind: "pivot", compensate: null });
    const drive = new Drive(aDefinition([pivot, aTask("a", "done", { kind: "retriable", compensate: null, locks: LOCKS }), DONE]), {
      item: 3,
    });
    drive.start().answer(ok()).elapse();
    expect(drive.incident).toMatchObject({ reason: "stuck_forward", state: "a" });
    drive.command({ type: "retry" });

    expect(wished(drive)).toEqual(["wants account until saga", "wants stock/3 until saga"]);
    expect(sagaStatus(hear(drive, { visit: 2 }).answer(ok()).saga)).toBe("completed");
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("stops at a thousand visits", () => {
    const drive = new Drive(aDefinition([aTask("b", "a"), aTask("a", "b", { locks: LOCKS }), DONE]), { item: 3 }).start();
    drive.saga = { ...drive.saga, context: { ...drive.saga.context, visits: { b: 1, a: 1000 } } };
    drive.answer(ok());

    expect(drive.saga.context.cause?.type).toBe("TooManyVisits");
  });
});

describe("a request that could not be rendered after the pivot", () => {
  test("is rendered anew by a person's retry", () => {
    const pivot = aTask("first", "a", { kind: "pivot", compensate: null });
    const drive = new Drive(
      aDefinition([pivot, aTask("a", "done", { kind: "retriable", compensate: null, with: "${ input.absent }" }), DONE]),
    );
    drive.start().answer(ok());
    drive.command({ type: "retry" });

    expect(drive.saga.context.visits["a"]).toBe(2);
    expect(drive.incident?.reason).toBe("stuck_forward");
    expect(pendingCalls(drive.saga, drive.definition, drive.scope.entryAt)).toEqual([]);
  });
});

describe("a saga that does not go on", () => {
  test("takes a grant while it is paused, and holds the call", () => {
    const drive = start(LOCKS);
    drive.command({ type: "pause" });
    hear(drive);
    expect([drive.open, drive.call.held]).toEqual([[], true]);
    drive.command({ type: "resume" });

    expect(drive.open).toEqual(["action a"]);
  });

  test("takes a grant though its time was over while it was paused", () => {
    const drive = start(LOCKS);
    drive.command({ type: "pause" });
    drive.elapse();
    expect(wished(drive)).toHaveLength(2);
    hear(drive);
    drive.command({ type: "resume" });

    expect(drive.open).toEqual(["action a"]);
  });

  test.each([
    ["time was over", (drive: Drive) => drive.elapse(), "LockTimeout"],
    ["grant would have closed a circle", (drive: Drive) => hear(drive, { verdict: "deadlock" }), "DeadlockDetected"],
  ])("fails at resume when the %s while it was paused", (_when, happen, type) => {
    const drive = start(LOCKS);
    drive.command({ type: "pause" });
    happen(drive);
    expect(sagaStatus(drive.saga)).toBe("paused");
    drive.command({ type: "resume" });

    expect(drive.saga.context.cause?.type).toBe(type);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("wants nothing any more after a deadlock, and ignores a grant", () => {
    const drive = start(LOCKS);
    drive.command({ type: "pause" });
    hear(drive, { verdict: "deadlock" });

    expect(wished(drive)).toEqual([]);
    expect(hear(drive).types.at(-1)).toBe("result.ignored");
  });

  test("gives up asking when it is cancelled", () => {
    const drive = start(LOCKS);
    drive.command({ type: "cancel" });

    expect([drive.saga.context.ended?.status, wished(drive), drive.calls]).toEqual(["failed", [], []]);
    expect(lastOf(drive, "step.failed")).toMatchObject({ state: "a", error: { type: "Cancelled" } });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("gives up asking in a branch when the other fails", () => {
    const drive = new Drive(
      aDefinition([aParallel("both", { left: [aTask("a", null, { locks: LOCKS })], right: [aTask("c", null)] }), DONE]),
      { item: 3 },
    );
    drive.start().answerAt("both.right.c", refused);

    expect([drive.saga.context.ended?.status, drive.calls]).toEqual(["failed", ["action both.right.c"]]);
    expect(drive.folded()).toEqual(drive.saga);
  });
});

describe("what a saga wants to hold", () => {
  test("is what it waits for, with the end of its patience", () => {
    const drive = start(LOCKS);

    expect(lockWishes(drive.saga, drive.definition)[0]).toEqual({
      state: "a",
      visit: 1,
      key: "account",
      mode: "shared",
      held: false,
      since: new Date(drive.nowMs).toISOString(),
      until: "saga",
      dueAt: new Date(drive.nowMs + 10_000).toISOString(),
    });
  });

  test("is held after the step until the saga ends", () => {
    const drive = hear(start(LOCKS)).answer(ok());
    expect(wished(drive)).toEqual(["holds account until saga", "holds stock/3 until saga"]);

    expect(wished(drive.answer(ok()))).toEqual([]);
  });

  test("is free when its step was undone, while the saga still undoes others", () => {
    const drive = new Drive(aDefinition([aTask("first", "a"), aTask("a", "b", { locks: LOCKS }), aTask("b", "done"), DONE]), { item: 3 });
    hear(drive.start().answer(ok())).answer(ok()).answer(refused);
    expect(wished(drive)).toHaveLength(2);
    drive.answer(ok());

    expect([drive.open, wished(drive)]).toEqual([["undo first"], []]);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("is free with the end of the step where the document says so", () => {
    const drive = hear(start([aLock("k", { release: "step" }), aLock("l")]));
    expect(wished(drive)).toEqual(["holds k until step", "holds l until saga"]);
    drive.answer(ok());
    expect(wished(drive)).toEqual(["holds l until saga"]);
    drive.answer(refused);

    expect(drive.open).toEqual(["undo a"]);
    expect(wished(drive)).toEqual(["holds l until saga"]);
  });

  test("is kept by a suspended saga", () => {
    const drive = hear(start(LOCKS)).answer(ok()).answer(refused).answer(refused);

    expect([sagaStatus(drive.saga), wished(drive).length]).toEqual(["suspended", 2]);
  });

  test("is asked for anew in each visit, and what an earlier one held for its step is forgotten", () => {
    const states = [
      aTask("a", "again", { locks: [aLock("step", { release: "step" })] }),
      { type: "switch", name: "again", cases: [{ when: "${ steps.a.output.more }", next: "a" }], default: "done" } as const,
      DONE,
    ];
    const drive = hear(new Drive(aDefinition(states)).start()).answer(ok({ more: true }));
    expect(wished(drive)).toEqual(["wants step until step"]);
    hear(drive, { visit: 2 });

    expect(Object.keys(drive.saga.context.locks)).toEqual(["a#2"]);
    expect(sagaStatus(drive.answer(ok({ more: false })).saga)).toBe("completed");
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("keeps for the saga what each visit holds for it", () => {
    const states = [
      aTask("a", "again", { locks: [aLock("all")] }),
      { type: "switch", name: "again", cases: [{ when: "${ steps.a.output.more }", next: "a" }], default: "b" } as const,
      aTask("b", "done"),
      DONE,
    ];
    const drive = hear(new Drive(aDefinition(states)).start()).answer(ok({ more: true }));
    hear(drive, { visit: 2 }).answer(ok({ more: false }));

    expect(lockWishes(drive.saga, drive.definition).map((one) => one.visit)).toEqual([1, 2]);
  });
});
