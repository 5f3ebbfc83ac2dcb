import { describe, expect, test } from "vitest";
import { sagaStatus } from "../src/index.ts";
import { Family } from "./family.ts";
import { aCall, aCatch, aDefinition, aForEach, aParallel, aRetry, aTask, DONE, Drive, notSent, ok, refused, timedOut } from "./fixtures.ts";

// Where rules meet: each of these was told apart by the oracle before it was written down by hand.

const SUSPEND = { order: "reverse", onUnknownOutcome: "suspend", onFailure: "suspend", retry: aRetry(1) } as const;

describe("a catch that leads back to its own state", () => {
  test("enters it as a new visit", () => {
    const drive = new Drive(aDefinition([aTask("first", "done", { catch: [aCatch(["Refused"], "first")] }), DONE])).start();

    drive.answer(refused);

    expect(drive.call).toMatchObject({ callId: "first#2/action", attempt: 1 });
  });
});

describe("a step that can only go forward (R9)", () => {
  test("is stuck when its outcome stays unknown behind the pivot, whatever the policy for unknown outcomes", () => {
    const pivot = aTask("pay", "send", { kind: "pivot", compensate: null });
    const send = aTask("send", "done", { kind: "retriable", compensate: null });
    const drive = new Drive(aDefinition([pivot, send, DONE], { compensation: SUSPEND })).start().answer(ok());

    drive.answer(timedOut);

    expect(drive.incident).toMatchObject({ reason: "stuck_forward", state: "send" });
  });

  test("is stuck with recovery forward too", () => {
    const send = aTask("send", "done", { kind: "retriable", compensate: null });
    const drive = new Drive(aDefinition([send, DONE], { compensation: SUSPEND, recovery: "forward" })).start();

    drive.answer(timedOut);

    expect(drive.incident).toMatchObject({ reason: "stuck_forward", state: "send" });
  });

  test.each([
    ["a catch", { catch: [aCatch(["*"], "done")] }],
    ["being optional", { optional: true }],
  ])("goes on when it was refused and %s takes that, and is stuck when its outcome stays unknown", (_what, more) => {
    const pivot = aTask("pay", "send", { kind: "pivot", compensate: null });
    const send = aTask("send", "done", { kind: "retriable", compensate: null, ...more });
    const sent = (): Drive => new Drive(aDefinition([pivot, send, DONE])).start().answer(ok());

    expect(sent().answer(refused).saga.context.ended?.status).toBe("completed");
    expect(sent().answer(timedOut).incident).toMatchObject({ reason: "stuck_forward", state: "send" });
  });

  test("is undone when it was cancelled with its outcome in doubt and no pivot has passed (R2, R10)", () => {
    const send = aTask("send", "done", { retry: aRetry(2) });
    const drive = new Drive(aDefinition([send, DONE], { recovery: "forward" })).start().answer(timedOut);

    drive.command({ type: "cancel", revision: null });

    expect(drive.call).toMatchObject({ callId: "send#1/undo" });
    expect(drive.answer(ok()).saga.context.ended?.status).toBe("compensated");
  });

  test("is left as it is when its block was decided behind the pivot: nothing is undone there", () => {
    const pivot = aTask("pay", "block", { kind: "pivot", compensate: null });
    const block = aParallel(
      "block",
      { a: [aTask("pack", null)], b: [aTask("load", null)] },
      { join: { kind: "atLeast", count: 1 }, next: "done" },
    );
    const drive = new Drive(aDefinition([pivot, block, DONE])).start().answer(ok());

    drive.answerAt("block.a.pack", ok()).answerAt("block.b.load", timedOut);

    expect(drive.saga.context.ended?.status).toBe("completed");
  });
});

describe("more items failed than are tolerated", () => {
  test("and the first of them is the cause, though it was tolerated when it came (R4)", () => {
    const each = aForEach("each", [aTask("save", null)], { concurrency: 2, tolerate: { kind: "count", count: 1 } });
    const family = new Family(aDefinition([each, DONE]), { items: ["a", "b"] });

    family.answer("each#1[1]", "save", refused).answer("each#1[0]", "save", notSent);

    expect(family.root.saga.context.cause?.type).toBe("Refused");
  });
});

describe("a step in doubt (R6)", () => {
  const verify = { call: aCall("/ask"), happened: "${ response.body.happened }", output: null, conclusive: false };
  const both = (more: Parameters<typeof aTask>[2]): Drive => {
    const branches = { a: [aTask("pack", null, { verify, ...more })], b: [aTask("load", null)] };
    return new Drive(aDefinition([aParallel("block", branches), DONE])).start();
  };

  test("has its place in the undo order where its last attempt ended, not where verify was answered", () => {
    const drive = both({}).answerAt("block.a.pack", timedOut).answerAt("block.b.load", ok());

    drive.answer(ok({ happened: false })).answer(ok());

    expect(drive.calls.slice(-2)).toEqual(["undo block.b.load", "undo block.a.pack"]);
  });

  test("has that place also when it is stopped before another attempt", () => {
    const branches = { a: [aTask("pack", null, { retry: aRetry(2) })], b: [aTask("load", "close"), aTask("close", null)] };
    const drive = new Drive(aDefinition([aParallel("block", branches), DONE])).start();

    drive.answerAt("block.a.pack", timedOut).answerAt("block.b.load", ok()).answerAt("block.b.close", refused).answer(ok());

    expect(drive.calls.slice(-2)).toEqual(["undo block.b.load", "undo block.a.pack"]);
  });

  test("inside a block whose failure is caught without compensate is undone before the saga goes on (R2)", () => {
    const branches = { a: [aTask("pack", null)], b: [aTask("load", null)] };
    const block = aParallel("block", branches, { catch: [aCatch(["*"], "after")] });
    const drive = new Drive(aDefinition([block, aTask("after", "done"), DONE])).start();

    drive.answerAt("block.b.load", ok()).answerAt("block.a.pack", timedOut);

    expect(drive.open).toEqual(["undo block.a.pack"]);
    expect(drive.answer(ok()).open).toEqual(["action after"]);
  });
});

describe("an item told to stop while a catch undoes", () => {
  test("does not go forward again (R10)", () => {
    const body = [aTask("save", "send"), aTask("send", null, { catch: [aCatch(["*"], "again", true)] }), aTask("again", null)];
    const family = new Family(aDefinition([aForEach("each", body, { concurrency: 2 }), DONE]), { items: ["a", "b"] });
    family.answer("each#1[0]", "save", ok()).answer("each#1[0]", "send", refused);

    family.answer("each#1[1]", "save", refused).answer("each#1[0]", "save", ok());

    expect(family.members.get("each#1[0]")?.calls).toEqual(["action save", "action send", "undo save"]);
    expect(family.root.saga.context.ended?.status).toBe("failed");
  });
});

describe("an item with an incident", () => {
  const stuck = (tolerated: number): Family => {
    const each = aForEach("each", [aTask("save", "send"), aTask("send", null)], {
      tolerate: { kind: "count", count: tolerated },
      next: "last",
    });
    const family = new Family(aDefinition([each, aTask("last", "done"), DONE], { compensation: SUSPEND }), { items: ["a"] });
    return family.answer("each#1[0]", "save", ok()).answer("each#1[0]", "send", refused).answer("each#1[0]", "save", refused);
  };

  test("keeps its parent suspended when that turns back (R14)", () => {
    const family = stuck(0);

    family.root.command({ type: "cancel", revision: null });
    family.settle();

    expect(sagaStatus(family.root.saga)).toBe("suspended");
    expect(family.root.incident).toMatchObject({ reason: "child", state: "each" });
  });

  test("no longer suspends its parent once it has ended", () => {
    const family = stuck(1);

    family.members.get("each#1[0]")?.command({ type: "waive-undo" });
    family.settle();

    expect(family.open).toEqual(["action last"]);
    expect(sagaStatus(family.root.saga)).toBe("running");
  });
});

describe("a branch that waits for a person", () => {
  test("about an outcome keeps the saga suspended when that turns back", () => {
    const branches = { a: [aTask("pack", null)], b: [aTask("load", null)] };
    const drive = new Drive(aDefinition([aParallel("block", branches), DONE], { compensation: SUSPEND })).start();
    drive.answerAt("block.a.pack", timedOut).answerAt("block.b.load", refused);

    drive.command({ type: "cancel", revision: null });

    expect(drive.incident).toMatchObject({ reason: "outcome_unknown", state: "block.a.pack" });
  });

  test("about an undo of its own keeps the saga suspended when that turns back", () => {
    const a = [aTask("pack", "close"), aTask("close", null, { catch: [aCatch(["*"], "pack", true)] })];
    const drive = new Drive(aDefinition([aParallel("block", { a, b: [aTask("load", null)] }), DONE])).start();
    drive.answerAt("block.a.pack", ok()).answerAt("block.a.close", refused).answerAt("block.a.pack", refused);

    drive.command({ type: "cancel", revision: null });
    drive.answerAt("block.b.load", ok());

    expect(drive.incident).toMatchObject({ reason: "undo_failed", state: "block.a.pack" });
  });
});

describe("a branch in a second visit of its block", () => {
  test("undoes for a catch what it did in this visit, and nothing of the first", () => {
    const a = [aTask("pack", "close"), aTask("close", null, { catch: [aCatch(["*"], "leave", true)] }), aTask("leave", null)];
    const block = aParallel("block", { a, b: [aTask("load", null)] }, { next: "check" });
    const check = aTask("check", "done", { catch: [aCatch(["*"], "block")] });
    const drive = new Drive(aDefinition([block, check, DONE])).start();
    drive.answerAt("block.a.pack", ok()).answerAt("block.a.close", ok()).answerAt("block.b.load", ok()).answerAt("check", refused);

    drive.answerAt("block.a.pack", ok()).answerAt("block.a.close", refused).answerAt("block.a.pack", ok());

    expect(drive.calls.slice(-2)).toEqual(["undo block.a.pack", "action block.a.leave"]);
    expect(drive.saga.context.undo.map(({ state, visit }) => `${state}#${visit}`)).toEqual([
      "block.a.pack#1",
      "block.a.close#1",
      "block.b.load#1",
    ]);
  });

  test("undoes what only the first visit did, however often that undo is tried", () => {
    const block = aParallel("block", { a: [aTask("pack", "close"), aTask("close", null)], b: [aTask("load", null)] }, { next: "check" });
    const check = aTask("check", "done", { catch: [aCatch(["*"], "block")] });
    const drive = new Drive(aDefinition([block, check, DONE])).start();
    drive.answerAt("block.a.pack", ok()).answerAt("block.a.close", ok()).answerAt("block.b.load", ok()).answerAt("check", refused);
    drive.answerAt("block.a.pack", refused).answerAt("block.b.load", ok()).answerAt("block.b.load", ok());
    drive.answerAt("block.b.load", ok());

    drive.answerAt("block.a.close", notSent).elapse();

    expect(drive.open).toEqual(["undo block.a.close"]);
    expect(drive.call).toMatchObject({ callId: "block.a.close#1/undo", attempt: 2 });
  });
});
