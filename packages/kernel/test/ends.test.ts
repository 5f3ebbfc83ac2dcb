import { describe, expect, test } from "vitest";
import { sagaStatus } from "../src/index.ts";
import { aCatch, aDefinition, aTask, DONE, Drive, ok, refused, timedOut } from "./fixtures.ts";

const order = () =>
  aDefinition([
    aTask("create", "reserve"),
    aTask("reserve", "capture"),
    aTask("capture", "notify", { kind: "pivot", compensate: null }),
    aTask("notify", "done", { kind: "retriable", compensate: null }),
    DONE,
  ]);

describe("the end of a saga", () => {
  test("completes when every step succeeds", () => {
    const drive = new Drive(order()).start();

    drive.answer(ok()).answer(ok()).answer(ok()).answer(ok());

    expect(sagaStatus(drive.saga)).toBe("completed");
    expect(drive.calls).toEqual(["action create", "action reserve", "action capture", "action notify"]);
  });

  test("is compensated in reverse order when a step is refused", () => {
    const drive = new Drive(order()).start();

    drive.answer(ok()).answer(ok()).answer(refused).answer(ok()).answer(ok());

    expect(sagaStatus(drive.saga)).toBe("compensated");
    expect(drive.calls.slice(3)).toEqual(["undo reserve", "undo create"]);
  });

  test("is failed when there was nothing to undo", () => {
    const drive = new Drive(order()).start();

    drive.answer(refused);

    expect(sagaStatus(drive.saga)).toBe("failed");
    expect(drive.saga.context.cause?.type).toBe("Refused");
  });

  test("an unknown outcome is undone too", () => {
    const drive = new Drive(order()).start();

    drive.answer(ok()).answer(timedOut).answer(ok()).answer(ok());

    expect(drive.calls.slice(2)).toEqual(["undo reserve", "undo create"]);
    expect(sagaStatus(drive.saga)).toBe("compensated");
  });

  test("a step after the pivot is stuck, never undone", () => {
    const drive = new Drive(order()).start();

    drive.answer(ok()).answer(ok()).answer(ok()).answer(refused);

    expect(drive.incident?.reason).toBe("stuck_forward");
    expect(drive.calls).not.toContain("undo create");
  });

  test("a caught error undoes everything before it goes on", () => {
    const definition = aDefinition([
      aTask("create", "reserve"),
      aTask("reserve", "done", { catch: [aCatch(["Refused"], "rejected", true)] }),
      { type: "fail", name: "rejected", error: { type: "OrderRejected", status: 409, detail: "an item is out of stock" } },
      DONE,
    ]);
    const drive = new Drive(definition).start();

    drive.answer(ok()).answer(refused).answer(ok());

    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(drive.saga.context.cause).toMatchObject({ type: "OrderRejected", state: "reserve", status: 409 });
  });

  test("folding the journal gives the saga", () => {
    const drive = new Drive(order()).start();

    drive.answer(ok()).answer(timedOut).answer(ok()).answer(ok());

    expect(drive.folded()).toEqual(drive.saga);
  });
});
