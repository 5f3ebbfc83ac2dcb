import { describe, expect, test } from "vitest";
import { sagaView } from "../src/index.ts";
import { aCatch, aDefinition, aParallel, aRetry, aTask, DONE, Drive, ok, refused, timedOut } from "./fixtures.ts";

const first = aTask("first", "both");
const FAILED = { type: "fail", name: "failed", error: { type: "Given", status: null, detail: "given up" } } as const;

const twoBranches = (more: Parameters<typeof aParallel>[2] = {}): Drive =>
  new Drive(
    aDefinition([first, aParallel("both", { left: [aTask("a", "b"), aTask("b", null)], right: [aTask("c", null)] }, more), FAILED, DONE]),
  )
    .start()
    .answer(ok({ from: "first" }));

describe("a parallel block", () => {
  test("opens the first call of every branch at once", () => {
    const drive = twoBranches();

    expect(drive.open).toEqual(["action both.left.a", "action both.right.c"]);
  });

  test("is left when all branches are done, with the output of each", () => {
    const drive = twoBranches()
      .answerAt("both.left.a", ok(1))
      .answerAt("both.right.c", ok({ c: 3 }))
      .answerAt("both.left.b", ok({ b: 2 }));

    expect(drive.saga.context.ended?.status).toBe("completed");
    expect(drive.entries.find((entry) => entry.type === "block.joined")?.data.output).toEqual({ left: { b: 2 }, right: { c: 3 } });
  });

  test("undoes its steps in reverse order of completion, whichever branch they stand in", () => {
    const later = new Drive(
      aDefinition([
        first,
        aParallel("both", { left: [aTask("a", "b"), aTask("b", null)], right: [aTask("c", null)] }, { next: "last" }),
        aTask("last", "done"),
        DONE,
      ]),
    )
      .start()
      .answer(ok())
      .answerAt("both.left.a", ok())
      .answerAt("both.right.c", ok())
      .answerAt("both.left.b", ok())
      .answerAt("last", refused);
    for (let turn = 0; turn < 4; turn += 1) later.answer(ok());

    expect(later.calls.filter((call) => call.startsWith("undo"))).toEqual([
      "undo both.left.b",
      "undo both.right.c",
      "undo both.left.a",
      "undo first",
    ]);
    expect(later.saga.context.ended?.status).toBe("compensated");
  });

  test("that fails awaits the calls in flight, then undoes what they did", () => {
    const drive = twoBranches().answerAt("both.right.c", refused);

    expect(drive.open).toEqual(["action both.left.a"]);
    drive.answerAt("both.left.a", ok());
    expect(drive.open).toEqual(["undo both.left.a"]);
    drive.answer(ok()).answer(ok());
    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(drive.saga.context.cause).toMatchObject({ type: "Refused", state: "both.right.c" });
  });

  test("that fails stops a branch in back-off without another attempt", () => {
    const drive = new Drive(
      aDefinition([
        aParallel("both", { left: [aTask("a", null, { retry: aRetry(3), compensate: null })], right: [aTask("c", null)] }),
        DONE,
      ]),
    )
      .start()
      .answerAt("both.left.a", timedOut)
      .answerAt("both.right.c", refused);

    expect(drive.saga.context.ended?.status).toBe("failed");
    expect(drive.calls).toEqual(["action both.left.a", "action both.right.c"]);
  });

  test("undoes a step in back-off whose outcome is unknown", () => {
    const drive = new Drive(
      aDefinition([aParallel("both", { left: [aTask("a", null, { retry: aRetry(3) })], right: [aTask("c", null)] }), DONE]),
    )
      .start()
      .answerAt("both.left.a", timedOut)
      .answerAt("both.right.c", refused);

    expect(drive.open).toEqual(["undo both.left.a"]);
  });

  test("is caught under the name of its first failure and under JoinFailed", () => {
    const named = twoBranches({ catch: [aCatch(["Refused"], "failed")] })
      .answerAt("both.right.c", refused)
      .answerAt("both.left.a", ok());
    const wide = twoBranches({ catch: [aCatch(["JoinFailed"], "failed")] })
      .answerAt("both.right.c", refused)
      .answerAt("both.left.a", ok());

    expect([named, wide].map((drive) => drive.types.includes("fail.raised"))).toEqual([true, true]);
  });

  test("caught with compensate undoes everything before it too", () => {
    const drive = twoBranches({ catch: [aCatch(["*"], "failed", true)] })
      .answerAt("both.left.a", ok())
      .answerAt("both.right.c", refused)
      .answerAt("both.left.b", ok());

    expect(drive.open).toEqual(["undo both.left.b"]);
    drive.answer(ok()).answer(ok()).answer(ok());
    expect(drive.types.slice(-3)).toEqual(["undo.finished", "fail.raised", "saga.compensated"]);
  });
});

describe("a join that is decided early", () => {
  const race = (): Drive => twoBranches({ join: { kind: "atLeast", count: 1 } });

  test("awaits the losers and undoes their effects before it goes on", () => {
    const drive = race()
      .answerAt("both.left.a", ok())
      .answerAt("both.right.c", ok({ c: 3 }));

    expect(drive.open).toEqual(["action both.left.b"]);
    drive.answer(ok());
    expect(drive.open).toEqual(["undo both.left.b"]);
    drive.answer(ok()).answer(ok());
    expect(drive.saga.context.ended?.status).toBe("completed");
    expect(drive.saga.context.undone).toEqual(["both.left.b", "both.left.a"]);
    expect(drive.entries.find((entry) => entry.type === "block.joined")?.data.output).toEqual({ right: { c: 3 } });
  });

  test("suspends the saga when the undo of a loser fails", () => {
    const drive = race().answerAt("both.right.c", ok()).answerAt("both.left.a", ok()).answer(refused);

    expect(drive.incident).toMatchObject({ reason: "undo_failed", state: "both.left.a", lane: "undo" });
    expect(drive.command({ type: "waive-undo", state: "both.left.a" }).verdict?.kind).toBe("applied");
    expect(drive.saga.context.ended?.status).toBe("completed");
  });

  test("fails with the first cause when the number can no longer be reached", () => {
    const drive = race().answerAt("both.left.a", refused).answerAt("both.right.c", refused).answer(ok());

    expect(drive.saga.context.cause).toMatchObject({ state: "both.left.a" });
    expect(drive.saga.context.undone).toEqual(["first"]);
  });
});

describe("a catch inside a branch", () => {
  const caught = (compensate: boolean): Drive =>
    new Drive(
      aDefinition([
        first,
        aParallel("both", {
          left: [aTask("a", "b"), aTask("b", null, { catch: [aCatch(["*"], "other", compensate)] }), aTask("other", null)],
          right: [aTask("c", null)],
        }),
        DONE,
      ]),
    )
      .start()
      .answer(ok())
      .answerAt("both.left.a", ok())
      .answerAt("both.left.b", refused);

  test("undoes the branch alone while the other goes on", () => {
    const drive = caught(true);

    expect(drive.open).toEqual(["action both.right.c", "undo both.left.a"]);
    drive.answerAt("both.left.a", ok()).answerAt("both.left.other", ok()).answerAt("both.right.c", ok());
    expect(drive.saga.context.ended?.status).toBe("completed");
    expect(drive.saga.context.undone).toEqual(["both.left.a"]);
  });

  test("without compensate goes on and undoes nothing", () => {
    expect(caught(false).open).toEqual(["action both.right.c", "action both.left.other"]);
  });
});

describe("cancelling a saga inside a block", () => {
  test("awaits every branch, then undoes in one order", () => {
    const drive = twoBranches().answerAt("both.left.a", ok());
    drive.command({ type: "cancel", revision: null });

    expect(drive.open).toEqual(["action both.right.c", "action both.left.b"]);
    drive.answerAt("both.right.c", ok()).answerAt("both.left.b", refused);
    expect(drive.open).toEqual(["undo both.right.c"]);
    drive.answer(ok()).answer(ok()).answer(ok());
    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(drive.saga.context.undone).toEqual(["both.right.c", "both.left.a", "first"]);
  });

  test("is shown with the steps of its branches", () => {
    const drive = twoBranches();

    expect(sagaView(drive.saga, drive.definition).current).toEqual(["both.left.a", "both.right.c"]);
  });

  test("folds from its journal to itself", () => {
    const drive = twoBranches().answerAt("both.left.a", ok()).answerAt("both.right.c", refused).answerAt("both.left.b", ok());

    expect(drive.folded()).toEqual(drive.saga);
  });
});

describe("a block inside a branch", () => {
  test("fails its branch, which fails the outer block, and everything is undone", () => {
    const inner = aParallel("inner", { x: [aTask("p", null)], y: [aTask("q", null)] }, { next: null });
    const drive = new Drive(aDefinition([aParallel("outer", { left: [inner], right: [aTask("c", null)] }), DONE]))
      .start()
      .answerAt("outer.left.inner.x.p", ok())
      .answerAt("outer.left.inner.y.q", refused)
      .answerAt("outer.right.c", ok());

    expect(drive.open).toEqual(["undo outer.right.c"]);
    drive.answer(ok()).answer(ok());
    expect(drive.saga.context.undone).toEqual(["outer.right.c", "outer.left.inner.x.p"]);
    expect(drive.saga.context.ended?.status).toBe("compensated");
  });
});

describe("undoing on purpose", () => {
  const undoing = (only: readonly string[] | null): Drive =>
    new Drive(
      aDefinition([
        aTask("a", "b"),
        aTask("b", "back"),
        { type: "compensate", name: "back", only, next: "last" },
        aTask("last", "done"),
        DONE,
      ]),
    )
      .start()
      .answer(ok())
      .answer(ok());

  test("undoes everything and goes on", () => {
    const drive = undoing(null).answer(ok()).answer(ok()).answer(ok());

    expect(drive.calls).toEqual(["action a", "action b", "undo b", "undo a", "action last"]);
    expect(drive.saga.context.ended?.status).toBe("completed");
  });

  test("undoes only the states it names", () => {
    const drive = undoing(["a"]).answer(ok()).answer(refused).answer(ok());

    expect(drive.calls).toEqual(["action a", "action b", "undo a", "action last", "undo b"]);
    expect(drive.saga.context.ended?.status).toBe("compensated");
  });
});
