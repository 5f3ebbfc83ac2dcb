import type { ListenState, StateModel } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { awaitedEvents, explain, movers, sagaStatus, stepViews, waits } from "../../src/index.ts";
import { aCatch, aDefinition, aParallel, aTask, DONE, Drive, ok, refused } from "../fixtures.ts";
import { aDeskDefinition, aListen, anAwaited, aPaid, lastOf, REVOKE_CALL, sendEvent } from "./waiting.ts";

const INPUT = { order: "7", least: 1 };
const LATE: StateModel = { type: "fail", name: "late", error: { type: "TooLate", status: null, detail: "too late" } };

/** A saga that has done `first`, and listens. */
const listening = (more: Partial<ListenState> = {}, input: object = INPUT): Drive =>
  new Drive(aDefinition([aTask("first", "hear"), aListen("hear", "last", more), aTask("last", "done"), LATE, DONE]), input as never)
    .start()
    .answer(ok());

const oneCase = (more: Parameters<typeof anAwaited>[0]): Partial<ListenState> => ({ cases: [{ awaits: anAwaited(more), next: "last" }] });

describe("listen", () => {
  test("waits for the events of its cases, with what they have to match rendered", () => {
    const drive = listening({
      cases: [
        { awaits: anAwaited({ source: "payments" }), next: "last" },
        { awaits: { kind: "signal", name: "go" }, next: "last" },
      ],
    });

    expect(awaitedEvents(drive.saga)).toEqual([{ state: "hear", type: "paid", source: "payments", match: "7" }]);
    expect(drive.saga.context.waits["hear"]).toMatchObject({
      kind: "event",
      dueAt: null,
      about: {
        cases: [
          { kind: "event", type: "paid", source: "payments", match: "7" },
          { kind: "signal", name: "go" },
        ],
      },
    });
    expect([sagaStatus(drive.saga), movers(drive.saga)]).toEqual(["waiting", ["event"]]);
    expect(explain(drive.saga, drive.definition).sentence).toBe('"hear" waits for an event.');
  });

  test("goes on with the event as its output", () => {
    const drive = sendEvent(listening());

    expect(drive.open).toEqual(["action last"]);
    expect(lastOf(drive, "step.succeeded")).toMatchObject({ state: "hear", case: 0, output: aPaid() });
    expect(drive.saga.context.waits).toEqual({});
    expect(awaitedEvents(drive.saga)).toEqual([]);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("takes the first case that fits", () => {
    const drive = sendEvent(
      listening({
        cases: [
          { awaits: anAwaited({ type: "declined" }), next: "late" },
          { awaits: anAwaited(), next: "last" },
          { awaits: anAwaited(), next: "late" },
        ],
      }),
    );

    expect(lastOf(drive, "step.succeeded").case).toBe(1);
    expect(drive.open).toEqual(["action last"]);
  });

  test.each([
    ["its type is another", {}, aPaid({ type: "declined" })],
    ["its source is another", { source: "payments" }, aPaid({ source: "elsewhere" })],
    ["its subject is another", {}, aPaid({ subject: "8" })],
    ["it has no subject", {}, { type: "paid" }],
    ["its key cannot be evaluated", { key: "${ event.data.order.id }" }, aPaid()],
    ["its key is no text", { key: "${ event.data }" }, aPaid()],
    ["where does not hold", { where: "${ event.data.amount > 100 }" }, aPaid()],
    ["where cannot be evaluated", { where: "${ event.data.absent > 100 }" }, aPaid()],
  ])("does not take an event when %s", (_why, awaited, event) => {
    const drive = listening(oneCase(awaited));
    const { seq } = drive.saga;

    sendEvent(drive, event);

    expect(drive.saga.seq).toBe(seq);
  });

  test.each([
    ["a key of its own", { key: "${ event.data.order }" }, aPaid({ data: { order: "7" } })],
    ["a number that is the key", { key: "${ event.data.order }" }, aPaid({ data: { order: 7 } })],
    ["a where over the event and the saga", { where: "${ event.data.amount > input.least }" }, aPaid()],
    ["a source that is asked for", { source: "payments" }, aPaid()],
  ])("takes an event with %s", (_what, awaited, event) => {
    expect(sendEvent(listening(oneCase(awaited)), event).open).toEqual(["action last"]);
  });

  test("matches the key of the saga when the document does not say what", () => {
    const drive = new Drive(
      aDefinition([aListen("hear", "done", { cases: [{ awaits: anAwaited({ match: null }), next: "done" }] }), DONE]),
    );
    drive.saga = { ...drive.saga, key: "7" };

    expect(awaitedEvents(drive.start().saga)[0]?.match).toBe("7");
  });

  test.each([
    [{ match: null }, "the saga has no key"],
    [{ match: "${ input }" }, "neither a text nor a number"],
    [{ match: "${ input.absent }" }, "cases[0].match"],
  ])("with match %j fails with ExpressionError and awaits nothing", (awaited, detail) => {
    const drive = listening(oneCase(awaited));

    expect(drive.saga.context.cause).toMatchObject({ type: "ExpressionError", state: "hear" });
    expect(drive.saga.context.cause?.detail).toContain(detail);
    expect(drive.open).toEqual(["undo first"]);
  });

  test("takes a signal by its name, with the body as its output", () => {
    const drive = listening({
      cases: [
        { awaits: anAwaited(), next: "late" },
        { awaits: { kind: "signal", name: "go" }, next: "last" },
      ],
    });
    drive.event({ kind: "signal", name: "go", body: { by: "hand" } });

    expect(lastOf(drive, "step.succeeded")).toMatchObject({ case: 1, output: { by: "hand" } });
  });

  test("that is not there leaves a trace of a signal, and of an event only when it names the saga", () => {
    const drive = listening();
    drive.event({ kind: "signal", name: "go", body: null });
    expect(lastOf(drive, "result.ignored").why).toBe('no state waits for the signal "go"');

    const { seq } = drive.saga;
    sendEvent(drive, aPaid({ subject: "8" }));
    expect(drive.saga.seq).toBe(seq);
    sendEvent(drive, aPaid({ subject: "8", skaldsaga: drive.saga.id }));
    expect(lastOf(drive, "result.ignored").why).toBe('no state waits for the event "paid"');
  });

  test("hears nothing any more once the saga has ended", () => {
    const drive = sendEvent(listening()).answer(ok());
    const { seq } = drive.saga;

    drive.event({ kind: "signal", name: "go", body: null });

    expect([sagaStatus(drive.saga), drive.saga.seq]).toEqual(["completed", seq]);
  });
});

describe("a listen that runs out of time", () => {
  test("fails with Timeout when the document gives no other way", () => {
    const drive = listening({ timeoutMs: 1000 });
    expect(waits(drive.saga)).toEqual([{ name: "wait/hear", dueAtMs: drive.nowMs + 1000, durable: true }]);
    expect(movers(drive.saga)).toEqual(["event", "timer"]);
    drive.elapse();

    expect(drive.saga.context.cause).toMatchObject({ type: "Timeout", category: "timeout", state: "hear" });
    expect(drive.open).toEqual(["undo first"]);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("takes onTimeout, and the error is not that of the saga", () => {
    const drive = listening({ timeoutMs: 1000, onTimeout: "last" }).elapse();

    expect([drive.open, drive.saga.context.cause]).toEqual([["action last"], null]);
    expect(lastOf(drive, "step.failed").error?.type).toBe("Timeout");
  });

  test("is caught like any error", () => {
    const drive = listening({ timeoutMs: 1000, catch: [aCatch(["Timeout"], "late", true)] })
      .elapse()
      .answer(ok());

    expect(drive.saga.context.cause?.type).toBe("TooLate");
    expect(drive.saga.context.ended?.status).toBe("compensated");
  });

  test("after the pivot waits for a person, whose retry listens anew", () => {
    const pivot = aTask("first", "hear", { kind: "pivot", compensate: null });
    const drive = new Drive(aDefinition([pivot, aListen("hear", "done", { timeoutMs: 1000 }), DONE]), INPUT).start().answer(ok()).elapse();
    expect(drive.incident).toMatchObject({ reason: "stuck_forward", state: "hear" });

    expect(drive.command({ type: "retry" }).verdict?.kind).toBe("applied");

    expect(drive.saga.context.visits["hear"]).toBe(2);
    expect(sagaStatus(sendEvent(drive).saga)).toBe("completed");
    expect(drive.folded()).toEqual(drive.saga);
  });
});

describe("what comes to a paused saga that listens", () => {
  test("is recorded once and acted on at resume", () => {
    const drive = listening();
    drive.command({ type: "pause" });
    sendEvent(drive);
    expect(lastOf(drive, "wait.due")).toMatchObject({ state: "hear", case: 0, output: aPaid() });
    expect([drive.open, movers(drive.saga)]).toEqual([[], ["person"]]);
    drive.command({ type: "resume" });

    expect(lastOf(drive, "step.succeeded")).toMatchObject({
      state: "hear",
      outputAt: drive.entries.findIndex((one) => one.type === "wait.due") + 1,
    });
    expect(lastOf(drive, "step.succeeded").output).toBeUndefined();
    expect(drive.open).toEqual(["action last"]);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("fits only once: a second event is not taken", () => {
    const drive = listening();
    drive.command({ type: "pause" });
    sendEvent(drive);
    const { seq } = drive.saga;

    sendEvent(drive, aPaid({ id: "e2" }));

    expect(drive.saga.seq).toBe(seq);
  });

  test("is acted on when a saga that was out of time is released", () => {
    const definition = aDefinition([aListen("hear", "last"), aTask("last", "done"), DONE], { timeout: { after: 1000, then: "suspend" } });
    const drive = sendEvent(new Drive(definition, INPUT).start(1000).event({ kind: "deadline" }));
    expect([sagaStatus(drive.saga), drive.open]).toEqual(["suspended", []]);

    drive.command({ type: "retry" });

    expect(drive.open).toEqual(["action last"]);
  });

  test("stays recorded while something else still holds the saga", () => {
    const definition = aDefinition([aListen("hear", "last"), aTask("last", "done"), DONE], { timeout: { after: 1000, then: "suspend" } });
    const drive = new Drive(definition, INPUT).start(1000).event({ kind: "deadline" });
    drive.command({ type: "pause" });
    sendEvent(drive);

    drive.command({ type: "resume" });
    expect([sagaStatus(drive.saga), drive.open]).toEqual(["suspended", []]);
    drive.command({ type: "retry" });

    expect(drive.open).toEqual(["action last"]);
  });

  test("is its time-out, when that was first, whatever comes then", () => {
    const drive = listening({ timeoutMs: 1000 });
    drive.command({ type: "pause" });
    sendEvent(drive.elapse());
    drive.event({ kind: "timer", name: "wait/hear" });
    drive.command({ type: "resume" });

    expect(drive.saga.context.cause?.type).toBe("Timeout");
    expect(drive.types.filter((type) => type === "wait.due")).toHaveLength(1);
  });

  test("reaches an item when its parent resumes it", () => {
    const definition = aDefinition([aListen("hear", null, { cases: [{ awaits: anAwaited({ match: "${ order }" }), next: null }] }), DONE]);
    const drive = new Drive(definition, INPUT, { parent: { id: "p", place: "loop#1[0]" }, afterPivot: false }).start();
    drive.event({ kind: "order", order: "pause" });
    sendEvent(drive, aPaid());
    drive.event({ kind: "order", order: "run" });

    expect(drive.types.at(-1)).toBe("saga.held");
  });
});

describe("listening inside a block and a loop", () => {
  const twoListens = (): Drive =>
    new Drive(
      aDefinition([aParallel("both", { left: [aListen("l", null)], right: [aListen("r", null), aTask("c", null)] }), DONE]),
      INPUT,
    ).start();

  test("an event is taken by one branch, the other still listens", () => {
    const drive = sendEvent(twoListens());
    expect(awaitedEvents(drive.saga).map((one) => one.state)).toEqual(["both.right.r"]);
    sendEvent(drive);

    expect(sagaStatus(drive.saga)).toBe("completed");
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("the listen that has waited longest takes the event", () => {
    const right = [aTask("c", "r"), aListen("r", null)];
    const drive = new Drive(aDefinition([aParallel("both", { right, left: [aTask("b", "l"), aListen("l", null)] }), DONE]), INPUT).start();
    drive.answerAt("both.right.c", ok());
    drive.nowMs += 1000;
    drive.answerAt("both.left.b", ok());

    expect(awaitedEvents(drive.saga).map((one) => one.state)).toEqual(["both.right.r", "both.left.l"]);
  });

  test("a branch that listens is stopped when the other fails", () => {
    const drive = new Drive(
      aDefinition([aParallel("both", { left: [aListen("l", null)], right: [aTask("c", null)] }), DONE]),
      INPUT,
    ).start();
    drive.answerAt("both.right.c", refused);

    expect(drive.saga.context.ended?.status).toBe("failed");
    expect(stepViews(drive.saga, drive.definition).find((one) => one.state === "both.left.l")).toMatchObject({ status: "failed" });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("both branches act at resume on what came meanwhile", () => {
    const drive = twoListens();
    drive.command({ type: "pause" });
    sendEvent(sendEvent(drive), aPaid({ id: "e2" }));
    drive.command({ type: "resume" });

    expect(sagaStatus(drive.saga)).toBe("completed");
  });

  test("cancelled it stops listening and undoes", () => {
    const drive = listening();
    drive.command({ type: "cancel" });
    drive.answer(ok());

    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(lastOf(drive, "step.failed")).toMatchObject({ state: "hear", error: { type: "Cancelled" } });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("a loop listens anew in each visit, and stops at a thousand", () => {
    const drive = new Drive(
      aDefinition([aListen("hear", "again"), { type: "switch", name: "again", cases: [], default: "hear" }, DONE]),
      INPUT,
    ).start();
    for (let visit = 1; visit <= 1000; visit += 1) {
      expect(drive.saga.context.visits["hear"]).toBe(visit);
      sendEvent(drive);
    }

    expect(drive.saga.context.cause).toMatchObject({ type: "TooManyVisits", category: "internal" });
  });
});

describe("a listen as a step", () => {
  test("is shown with its visit, its time and its undo", () => {
    const listen = aListen("hear", "last", { timeoutMs: 1000, compensate: { kind: "call", call: REVOKE_CALL, with: null } });
    const drive = new Drive(aDeskDefinition([listen, aTask("last", "done"), DONE]), INPUT);
    expect(stepViews(drive.saga, drive.definition)[0]).toMatchObject({ state: "hear", status: "notTaken", visit: 0 });
    drive.start();
    expect(stepViews(drive.saga, drive.definition)[0]).toMatchObject({
      type: "listen",
      kind: "compensatable",
      status: "waiting",
      visit: 1,
      dueAt: new Date(drive.nowMs + 1000).toISOString(),
      undoAttemptsMax: 1,
    });
    sendEvent(drive);

    expect(stepViews(drive.saga, drive.definition)[0]).toMatchObject({
      status: "succeeded",
      undo: "pending",
      undoOrder: 1,
      dueAt: null,
      durationMs: 0,
    });
  });
});
