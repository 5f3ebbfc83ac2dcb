import type { StateModel, TaskState } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { entriesNeeded, explain, movers, pendingCalls, sagaStatus, stepViews, waits } from "../../src/index.ts";
import { aCall, aCatch, aDefinition, aParallel, aRetry, aTask, DONE, Drive, ok, refused, status, timedOut } from "../fixtures.ts";
import { acknowledged, aListen, awaiting, callBack, lastBody, lastOf, READING_UNDO, VERIFY } from "./waiting.ts";

describe("a task with await", () => {
  test("is sent with the wish for a callback", () => {
    const drive = awaiting();

    expect(pendingCalls(drive.saga, drive.definition, drive.scope.entryAt)[0]).toMatchObject({ state: "a", callback: true });
  });

  test("waits after its 2xx, with a token for its visit", () => {
    const drive = acknowledged();

    expect(drive.saga.context.waits["a"]).toMatchObject({ kind: "callback", dueAt: null, about: { token: "a#1" } });
    expect([drive.open, sagaStatus(drive.saga), movers(drive.saga)]).toEqual([[], "waiting", ["event"]]);
    expect(explain(drive.saga, drive.definition).sentence).toBe('"a" waits for its callback.');
    expect(stepViews(drive.saga, drive.definition)[1]).toMatchObject({ status: "waiting", attempts: 1 });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("goes on with the output of its callback, which the undo reads beside the raw answer", () => {
    const body = { said: "${ response.body.ticket }", output: "${ output.id }" };
    const drive = callBack(acknowledged({ compensate: aCall("/a/undo", { hasBody: true, body }) }), {
      outcome: "succeeded",
      output: { id: 9 },
    });
    expect(drive.open).toEqual(["action last"]);
    expect(entriesNeeded(drive.saga)).toContain(drive.types.indexOf("step.waiting") + 1);
    drive.answer(refused);

    expect(lastBody(drive)).toEqual({ said: 1, output: 9 });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("keeps the output of its answer when the callback has none", () => {
    const drive = callBack(acknowledged({ compensate: READING_UNDO }), { outcome: "succeeded" }).answer(refused);

    expect(lastBody(drive)).toEqual({ ticket: 1 });
  });

  test("fails definitely when its callback refuses", () => {
    const drive = callBack(acknowledged({ catch: [aCatch(["NoStock"], "last")] }), {
      outcome: "refused",
      type: "NoStock",
      detail: "sold out",
    });

    expect(drive.open).toEqual(["action last"]);
    expect(lastOf(drive, "step.failed")).toMatchObject({
      outcome: "refused",
      error: { type: "NoStock", category: "step", detail: "sold out" },
    });
    expect(drive.saga.context.undo.map((one) => one.state)).toEqual(["first"]);
  });

  test("that is refused without a word fails with Refused", () => {
    const drive = callBack(acknowledged(), { outcome: "refused" });

    expect(drive.saga.context.cause).toMatchObject({ type: "Refused", detail: "refused by its callback" });
    expect(drive.open).toEqual(["undo first"]);
  });

  test("that was tainted by an earlier attempt undoes itself when its callback refuses", () => {
    const drive = awaiting({ retry: aRetry(2) })
      .answer(timedOut)
      .elapse()
      .answer(ok());
    callBack(drive, { outcome: "refused" });

    expect(drive.open).toEqual(["undo a"]);
  });

  test("is unknown, not retried, and undoes itself when the output of its callback breaks the schema", () => {
    const definition = aDefinition([aTask("a", "done", { await: { timeoutMs: null } }), DONE]);
    const states = { ...definition.states, a: { ...definition.states["a"], outputSchema: { type: "object", required: ["id"] } } as never };
    const drive = new Drive({ ...definition, states }).start().answer(ok({ id: 1 }));
    callBack(drive, { outcome: "succeeded", output: {} });

    expect(lastOf(drive, "step.unknown")).toMatchObject({ outcome: "unknown", error: { type: "OutputInvalid", category: "consistency" } });
    expect(drive.open).toEqual(["undo a"]);
  });

  test("of a pivot closes the way back by its callback alone", () => {
    const drive = acknowledged({ kind: "pivot", compensate: null });
    expect(drive.saga.context.pivotPassed).toBeNull();

    expect(callBack(drive, { outcome: "succeeded" }).saga.context.pivotPassed).toBe("a");
  });

  test.each([
    ["twice", 1, "a"],
    ["for another visit", 2, "a"],
    ["for a task that awaits none", 1, "first"],
    ["for no state", 1, "absent"],
  ])("ignores a callback that comes %s", (_what, visit, state) => {
    const drive = callBack(acknowledged(), { outcome: "succeeded" }).answer(ok());
    const before = acknowledged();

    expect(callBack(before, { outcome: "succeeded" }, { visit, state }).types.at(-1)).toBe(
      visit === 1 && state === "a" ? "step.succeeded" : "result.ignored",
    );
    const { seq } = drive.saga;
    expect(callBack(drive, { outcome: "succeeded" }).saga.seq).toBe(seq);
  });

  test("ignores the callback of a step that has failed, and of one that is being undone", () => {
    const stuck = callBack(acknowledged({ kind: "pivot", compensate: null }), { outcome: "succeeded" });
    expect(callBack(stuck, { outcome: "refused" }).types.at(-1)).toBe("result.ignored");

    const undoing = callBack(acknowledged(), { outcome: "succeeded" }).answer(refused);
    expect(undoing.open).toEqual(["undo a"]);
    expect(callBack(undoing, { outcome: "refused" }).types.at(-1)).toBe("result.ignored");
  });

  test("that is stuck after a refusal ignores a further callback", () => {
    const pivot = aTask("first", "a", { kind: "pivot", compensate: null });
    const drive = new Drive(aDefinition([pivot, aTask("a", "done", { await: { timeoutMs: null } }), DONE]))
      .start()
      .answer(ok())
      .answer(refused);
    expect(drive.incident?.reason).toBe("stuck_forward");

    expect(callBack(drive, { outcome: "succeeded" }).types.at(-1)).toBe("result.ignored");
  });
});

describe("a callback that comes before the answer of its call", () => {
  const early = (more: Partial<TaskState> = {}): Drive => callBack(awaiting(more), { outcome: "succeeded", output: { id: 9 } });

  test("is kept until the call is settled, and then decides", () => {
    const drive = early();
    expect([drive.open, movers(drive.saga)]).toEqual([["action a"], ["call"]]);
    expect(explain(drive.saga, drive.definition).movers.map((one) => one.kind)).toEqual(["call"]);
    drive.answer(ok({ ticket: 1 }));

    expect(drive.open).toEqual(["action last"]);
    expect(drive.saga.context.steps["a"]).toMatchObject({ status: "succeeded", outputAt: drive.types.indexOf("wait.due") + 1 });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test.each([
    ["lost", timedOut],
    ["refused", refused],
    ["to be tried again", status(500)],
  ])("decides too when the answer is %s", (_what, observation) => {
    const drive = early({ retry: aRetry(3) }).answer(observation);

    expect(drive.open).toEqual(["action last"]);
  });

  test("takes the output of the answer when it has none of its own", () => {
    const drive = callBack(awaiting({ output: "${ response.body.ticket }" }), { outcome: "succeeded" }).answer(ok({ ticket: 4 }));

    expect(lastOf(drive, "step.succeeded").output).toBe(4);
    expect(callBack(awaiting(), { outcome: "succeeded" }).answer(ok({ ticket: 4 })).saga.context.steps["a"]?.outputAt).not.toBeNull();
    expect(callBack(awaiting(), { outcome: "succeeded" }).answer(timedOut).saga.context.steps["a"]?.outputAt).toBeNull();
  });

  test("refuses whatever the answer says", () => {
    const drive = callBack(awaiting({ output: "${ response.body.ticket }" }), { outcome: "refused", type: "NoStock" }).answer(
      ok({ ticket: 4 }),
    );

    expect(drive.saga.context.cause?.type).toBe("NoStock");
    expect(drive.open).toEqual(["undo first"]);
  });

  test("that does not fit its schema is unknown when the call is settled", () => {
    const definition = aDefinition([aTask("a", "done", { await: { timeoutMs: null } }), DONE]);
    const states = { ...definition.states, a: { ...definition.states["a"], outputSchema: { type: "object", required: ["id"] } } as never };
    const drive = callBack(new Drive({ ...definition, states }).start(), { outcome: "succeeded", output: {} }).answer(timedOut);

    expect(lastOf(drive, "step.unknown").error?.type).toBe("OutputInvalid");
  });

  test("is ignored when another one came first", () => {
    const drive = callBack(early(), { outcome: "refused" });

    expect(drive.types.at(-1)).toBe("result.ignored");
  });

  test("ends the back-off of a call", () => {
    const drive = awaiting({ retry: aRetry(3) }).answer(timedOut);
    callBack(drive, { outcome: "succeeded" });

    expect([drive.open, drive.saga.context.backoff]).toEqual([["action last"], {}]);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("answers the question whether the call happened", () => {
    const drive = awaiting({ verify: VERIFY }).answer(timedOut);
    expect(drive.open).toEqual(["verify a"]);
    callBack(drive, { outcome: "succeeded", output: 5 });
    drive.answer(status(500));

    expect(drive.open).toEqual(["action last"]);
    expect(drive.folded()).toEqual(drive.saga);
  });
});

describe("a callback that does not come in time", () => {
  const missed = (more: Partial<TaskState> = {}): Drive => acknowledged({ await: { timeoutMs: 60_000 }, ...more }).elapse();

  test("is awaited by a durable timer", () => {
    const drive = acknowledged({ await: { timeoutMs: 60_000 } });

    expect(waits(drive.saga)).toEqual([{ name: "wait/a", dueAtMs: drive.nowMs + 60_000, durable: true }]);
    expect(stepViews(drive.saga, drive.definition)[1]?.dueAt).toBe(new Date(drive.nowMs + 60_000).toISOString());
  });

  test("leaves the step unknown: it undoes itself, reading the answer of the call", () => {
    const drive = missed({ compensate: READING_UNDO });

    expect(lastOf(drive, "step.unknown")).toMatchObject({
      tainted: true,
      undo: "unknown",
      error: { type: "Timeout", category: "timeout" },
    });
    expect(drive.open).toEqual(["undo a"]);
    expect(lastBody(drive)).toEqual({ ticket: 1 });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("asks the participant first where there is a verify", () => {
    const drive = missed({ verify: VERIFY });
    expect(drive.open).toEqual(["verify a"]);

    expect(drive.answer(ok({ done: true })).open).toEqual(["action last"]);
  });

  test("is a plain failure of a step without effect", () => {
    const drive = missed({ kind: "readOnly", compensate: null });

    expect(lastOf(drive, "step.failed")).toMatchObject({ error: { type: "Timeout" } });
    expect(drive.open).toEqual(["undo first"]);
  });

  test("leaves a pivot to a person, and a late callback resolves it", () => {
    const drive = missed({ kind: "pivot", compensate: null });
    expect(drive.incident).toMatchObject({ reason: "outcome_unknown", state: "a" });

    callBack(drive, { outcome: "succeeded" });

    expect([drive.incident, drive.open]).toEqual([null, ["action last"]]);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("after the pivot stops, and a person's retry sends the same call again", () => {
    const pivot = aTask("first", "a", { kind: "pivot", compensate: null });
    const definition = aDefinition([pivot, aTask("a", "done", { kind: "retriable", compensate: null, await: { timeoutMs: 1000 } }), DONE]);
    const drive = new Drive(definition).start().answer(ok()).answer(ok()).elapse();
    expect(drive.incident?.reason).toBe("stuck_forward");
    drive.command({ type: "retry" });
    drive.answer(ok());

    expect(sagaStatus(callBack(drive, { outcome: "succeeded" }).saga)).toBe("completed");
    expect(drive.folded()).toEqual(drive.saga);
  });
});

describe("awaiting inside a block and a loop", () => {
  test("each branch has a token of its own", () => {
    const task = (name: string): StateModel => aTask(name, null, { await: { timeoutMs: null } });
    const drive = new Drive(aDefinition([aParallel("both", { left: [task("a")], right: [task("b")] }), DONE])).start();
    drive.answerAt("both.left.a", ok()).answerAt("both.right.b", ok());
    callBack(drive, { outcome: "succeeded" }, { state: "both.right.b" });

    expect(Object.keys(drive.saga.context.waits)).toEqual(["both.left.a"]);
    callBack(drive, { outcome: "succeeded" }, { state: "both.left.a" });
    expect(sagaStatus(drive.saga)).toBe("completed");
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("each visit has a token of its own", () => {
    const drive = new Drive(
      aDefinition([
        aTask("a", "again", { await: { timeoutMs: null } }),
        { type: "switch", name: "again", cases: [{ when: "${ steps.a.output.more }", next: "a" }], default: "done" },
        DONE,
      ]),
    )
      .start()
      .answer(ok());
    callBack(drive, { outcome: "succeeded", output: { more: true } }).answer(ok());

    expect(drive.saga.context.waits["a"]?.about).toEqual({ token: "a#2" });
    expect(callBack(drive, { outcome: "succeeded" }).types.at(-1)).toBe("result.ignored");
    expect(sagaStatus(callBack(drive, { outcome: "succeeded", output: { more: false } }, { visit: 2 }).saga)).toBe("completed");
  });
});

describe("a listen beside a task that awaits", () => {
  test("hears no callback, and the task no event", () => {
    const drive = new Drive(
      aDefinition([aParallel("both", { left: [aListen("l", null)], right: [aTask("a", null, { await: { timeoutMs: null } })] }), DONE]),
      { order: "7" },
    ).start();
    drive.answerAt("both.right.a", ok());

    expect(callBack(drive, { outcome: "succeeded" }, { state: "both.left.l" }).types.at(-1)).toBe("result.ignored");
  });
});
