import type { StateModel } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { entriesNeeded, sagaStatus } from "../../src/index.ts";
import { aCatch, aDefinition, aParallel, aTask, DONE, Drive, ok, refused } from "../fixtures.ts";
import { aLock } from "../waits/waiting.ts";

const set = (name: string, next: string | null): StateModel => ({ type: "set", name, values: { x: 1 }, next }) as StateModel;
const FAIL: StateModel = { type: "fail", name: "f", error: { type: "Given", status: null, detail: "no" } };
const block = (left: readonly StateModel[], right: readonly StateModel[], more: Parameters<typeof aParallel>[2] = {}): Drive =>
  new Drive(aDefinition([aParallel("both", { left, right }, more), DONE])).start();

describe("a branch that fails at once", () => {
  test("stops the other before it does what it was about to do", () => {
    const drive = block([FAIL], [set("s", "t"), set("t", "r"), aTask("r", null)]);

    expect(drive.calls).toEqual([]);
    expect(drive.saga.context.cause).toMatchObject({ type: "Given", state: "both.left.f" });
  });

  test("stops the other before it asks for its locks", () => {
    const drive = block([FAIL], [set("s", "r"), aTask("r", null, { locks: [aLock("k")] })]);

    expect(drive.types).not.toContain("lock.requested");
    expect(sagaStatus(drive.saga)).toBe("failed");
  });
});

describe("a branch that waits for a clock", () => {
  test("is left at once when the other fails", () => {
    const drive = block([aTask("l", null)], [{ type: "wait", name: "w", forMs: 60_000, until: null, next: null } as StateModel]);
    expect(entriesNeeded(drive.saga)).toEqual([1]);

    drive.answer(refused);

    expect(drive.saga.context.waits).toEqual({});
    expect(sagaStatus(drive.saga)).toBe("failed");
  });
});

describe("a branch that ends just after the block was decided", () => {
  test("is stopped and gives no output", () => {
    const drive = block([set("l", null)], [set("r1", "r2"), set("r2", null)], { join: { kind: "count", count: 1 } as never });

    expect(drive.entries.find((one) => one.type === "block.joined")?.data.output).toEqual({ left: null });
    expect(drive.types.filter((one) => one === "branch.stopped")).toHaveLength(1);
  });
});

describe("a branch that undoes itself while the other fails", () => {
  test("comes to rest when it is undone, instead of going on", () => {
    const left = [aTask("a", "b"), aTask("b", null, { catch: [aCatch(["*"], "c", true)] }), aTask("c", null)];
    const drive = block(left, [aTask("r", null)]);
    drive.answerAt("both.left.a", ok()).answerAt("both.left.b", refused).answerAt("both.right.r", refused);

    drive.answerAt("both.left.a", ok());

    expect(drive.calls).not.toContain("action both.left.c");
    expect(sagaStatus(drive.saga)).toBe("compensated");
  });
});

describe("a saga that turns back", () => {
  test("cannot be cancelled once more", () => {
    const drive = block([aTask("l", null)], [aTask("r", null)]);
    drive.command({ type: "cancel" });

    expect(drive.command({ type: "cancel" }).verdict).toMatchObject({ detail: expect.stringContaining("already turning back") });
  });
});
