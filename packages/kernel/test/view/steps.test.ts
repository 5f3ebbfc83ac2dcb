import type { StateModel } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { newSaga, sagaRow, sagaView, stepViews } from "../../src/index.ts";
import { aCatch, aDefinition, aRetry, aTask, DONE, Drive, notSent, ok, refused } from "../fixtures.ts";

const WAIT: StateModel = { type: "wait", name: "w", forMs: 60_000, until: null, next: "last" };
const aSaga = (last: Parameters<typeof aTask>[2] = {}): Drive =>
  new Drive(aDefinition([aTask("first", "w"), WAIT, aTask("last", "done", last), DONE])).start();
const shown = (drive: Drive, name: string) => stepViews(drive.saga, drive.definition).find((one) => one.state === name);

describe("a wait as a step", () => {
  test("is pending, waits until its time, and is not taken by a saga that turned back before it", () => {
    const drive = aSaga();
    const pending = shown(drive, "w");
    drive.answer(ok());
    const waiting = shown(drive, "w");
    const back = aSaga().answer(refused);

    expect(pending).toMatchObject({ status: "pending", visit: 0, dueAt: null });
    expect(waiting).toMatchObject({ status: "waiting", visit: 1, dueAt: "2026-01-01T00:01:00.000Z" });
    expect(shown(back, "w")).toMatchObject({ status: "notTaken", visit: 0 });
  });
});

describe("a step", () => {
  test("whose call is held waits, and one whose undo is held does not", () => {
    const drive = new Drive(aDefinition([aTask("a", "b"), aTask("b", "done"), DONE])).start();
    drive.command({ type: "pause" });
    drive.answer(ok());
    expect(shown(drive, "b")?.status).toBe("waiting");

    const back = new Drive(aDefinition([aTask("a", "b"), aTask("b", "done"), DONE])).start().answer(ok());
    back.command({ type: "pause" });
    back.answer(refused);

    expect(shown(back, "a")).toMatchObject({ status: "succeeded", undo: "running" });
  });

  test("shows why its undo failed", () => {
    const drive = aSaga().answer(ok()).elapse().answer(refused).answer(refused);

    expect(shown(drive, "first")).toMatchObject({ undo: "undoFailed", undoError: { type: "Refused", index: null } });
  });

  test("shows when it is tried again", () => {
    const drive = aSaga({ retry: aRetry(3) })
      .answer(ok())
      .elapse()
      .answer(notSent);

    expect(shown(drive, "last")?.dueAt).toBe("2026-01-01T00:01:00.100Z");
  });

  test("is still ahead of a saga whose catch undoes and then goes on to it", () => {
    const states = [aTask("a", "b"), aTask("b", "done", { catch: [aCatch(["*"], "c", true)] }), aTask("c", "done"), DONE];

    const drive = new Drive(aDefinition(states)).start().answer(ok()).answer(refused);

    expect(shown(drive, "c")?.status).toBe("pending");
  });

  test("is ahead once, however many ways lead to it", () => {
    const choice: StateModel = { type: "switch", name: "s", cases: [{ when: "${ input.x }", next: "b" }], default: "c" };
    const states = [aTask("a", "s"), choice, aTask("b", "last"), aTask("c", "last"), aTask("last", "a"), DONE];

    const drive = new Drive(aDefinition(states)).start();

    expect(stepViews(drive.saga, drive.definition).map((one) => one.status)).toEqual(["running", "pending", "pending", "pending"]);
  });
});

describe("the cause of a saga", () => {
  test("that is no step has no place among them", () => {
    const fail: StateModel = { type: "fail", name: "f", error: { type: "Given", status: null, detail: "no" } };
    const drive = new Drive(aDefinition([fail])).start();

    expect(sagaView(drive.saga, drive.definition).cause).toMatchObject({ state: "f", index: null });
  });
});

describe("the row of a saga", () => {
  test("is never written of a live saga that nothing can move", () => {
    const { definition, saga } = new Drive(aDefinition([DONE]));

    expect(() => sagaRow(saga, definition)).toThrow("Nothing can move saga");
    expect(newSaga({ ...saga, definition }).parent).toBeNull();
  });
});
