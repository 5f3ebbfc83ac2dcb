import type { StateModel } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { entriesNeeded, isAtRest, pendingCalls, prepareStart, sagaStatus, waits } from "../src/index.ts";
import { aCall, aDefinition, aTask, DONE, Drive, ok, refused, status } from "./fixtures.ts";

const wait: StateModel = { type: "wait", name: "pause", forMs: 60_000, until: null, next: "done" };

describe("states that send nothing", () => {
  test.each([
    [{ total: 50 }, "small"],
    [{ total: 500 }, "large"],
  ])("a switch over %j chooses %s", (input, chosen) => {
    const definition = aDefinition([
      { type: "switch", name: "size", cases: [{ when: "${ input.total > 100 }", next: "large" }], default: "small" },
      aTask("large", "done"),
      aTask("small", "done"),
      DONE,
    ]);

    const drive = new Drive(definition, input).start();

    expect(drive.call.state).toBe(chosen);
  });

  test("a value that was set is read later", () => {
    const definition = aDefinition([
      { type: "set", name: "name", values: { greeting: "hello ${ input.who }" }, next: "a" },
      aTask("a", "done", {
        with: { text: "${ vars.greeting }" },
        call: { kind: "http", call: aCall("/a", { hasBody: true, body: "${ params }" }) },
      }),
      DONE,
    ]);

    const drive = new Drive(definition, { who: "Ána" }).start();

    expect(drive.entries.at(-1)?.data.opened?.[0]?.request.body).toBe('{"text":"hello Ána"}');
  });

  test("a wait lets the saga rest until it is over", () => {
    const drive = new Drive(aDefinition([aTask("a", "pause"), wait, DONE])).start().answer(ok());

    expect([sagaStatus(drive.saga), isAtRest(drive.saga)]).toEqual(["waiting", true]);
    expect(waits(drive.saga)).toEqual([{ name: "wait/pause", dueAtMs: drive.nowMs + 60_000, durable: true }]);
    drive.elapse();

    expect(sagaStatus(drive.saga)).toBe("completed");
  });

  test("a wait that ends while the saga is paused acts on resume", () => {
    const drive = new Drive(aDefinition([aTask("a", "pause"), wait, DONE])).start().answer(ok());
    drive.command({ type: "pause" });

    drive.elapse();
    expect(sagaStatus(drive.saga)).toBe("paused");
    drive.command({ type: "resume" });

    expect(sagaStatus(drive.saga)).toBe("completed");
  });

  test("a timer that fires twice acts once", () => {
    const drive = new Drive(
      aDefinition(
        [aTask("a", "pause"), wait, aTask("b", "done"), DONE].map((state) =>
          state === wait ? ({ ...wait, next: "b" } as StateModel) : state,
        ),
      ),
    )
      .start()
      .answer(ok())
      .elapse();
    const { seq } = drive.saga;

    drive.event({ kind: "timer", name: "wait/pause" });

    expect(drive.saga.seq).toBe(seq);
  });

  test("an expression that fails before the pivot turns the saga back", () => {
    const definition = aDefinition([
      aTask("a", "size"),
      { type: "switch", name: "size", cases: [{ when: "${ input.absent > 1 }", next: "done" }], default: "done" },
      DONE,
    ]);

    const drive = new Drive(definition).start().answer(ok());

    expect(drive.call.callId).toBe("a#1/undo");
    expect(drive.saga.context.cause).toMatchObject({ type: "ExpressionError", state: "size" });
  });

  test("an expression that fails after the pivot stops for a person", () => {
    const definition = aDefinition([
      aTask("a", "size", { kind: "pivot", compensate: null }),
      { type: "switch", name: "size", cases: [{ when: "${ input.absent > 1 }", next: "done" }], default: "done" },
      DONE,
    ]);

    const drive = new Drive(definition).start().answer(ok());

    expect(drive.incident).toMatchObject({ reason: "stuck_forward", state: "size" });
  });

  test("a request that cannot be rendered sends nothing and fails the step", () => {
    const drive = new Drive(aDefinition([aTask("a", "b"), aTask("b", "done", { with: "${ steps.a.output.absent }" }), DONE]))
      .start()
      .answer(ok({ id: 1 }));

    expect(drive.calls).toEqual(["action a", "undo a"]);
    expect(drive.saga.context.steps["b"]).toMatchObject({ status: "failed", error: { type: "ExpressionError" } });
  });
});

describe("time", () => {
  test("a saga past its time is cancelled and undone", () => {
    const drive = new Drive(aDefinition([aTask("a", "b"), aTask("b", "done"), DONE])).start(1000).answer(ok());

    drive.event({ kind: "deadline" }).answer(ok()).answer(ok()).answer(ok());

    expect(drive.saga.context.cause?.type).toBe("SagaTimeout");
    expect(drive.saga.context.ended?.status).toBe("compensated");
  });

  test("a saga past its time after the pivot goes on and says that it is late", () => {
    const drive = new Drive(aDefinition([aTask("a", "b", { kind: "pivot", compensate: null }), aTask("b", "done"), DONE]))
      .start(1000)
      .answer(ok());

    drive.event({ kind: "deadline" });

    expect([sagaStatus(drive.saga), drive.saga.context.late !== null]).toEqual(["running", true]);
    drive.answer(ok());
    expect(sagaStatus(drive.saga)).toBe("completed");
  });

  test("a saga that suspends when its time is over holds what opens until a person releases it", () => {
    const drive = new Drive(aDefinition([aTask("a", "b"), aTask("b", "done"), DONE], { timeout: { after: 1000, then: "suspend" } })).start(
      1000,
    );

    drive.event({ kind: "deadline" }).answer(ok());
    expect([sagaStatus(drive.saga), drive.call.held]).toEqual(["suspended", true]);
    drive.command({ type: "retry" });

    expect([sagaStatus(drive.saga), drive.call.held]).toEqual(["running", false]);
  });

  test("the clock of a saga stands still while it is paused", () => {
    const drive = new Drive(aDefinition([aTask("a", "done"), DONE])).start(10_000);
    drive.nowMs += 4000;
    drive.command({ type: "pause" });
    drive.nowMs += 60_000;

    drive.command({ type: "resume" });

    expect(Date.parse(drive.saga.context.deadline?.at ?? "")).toBe(drive.nowMs + 6000);
  });
});

describe("a result that does not fit", () => {
  test.each([
    ["a#1/action", 2],
    ["b#1/action", 1],
  ])("for %s attempt %i is journalled as ignored and changes nothing", (callId, attempt) => {
    const drive = new Drive(aDefinition([aTask("a", "b"), aTask("b", "done"), DONE])).start();
    const { open } = drive.saga.context;

    drive.event({ kind: "result", callId, attempt, observation: ok() });

    expect(drive.types.at(-1)).toBe("result.ignored");
    expect(drive.saga.context.open).toEqual(open);
  });

  test("after the end changes nothing at all", () => {
    const drive = new Drive(aDefinition([aTask("a", "done"), DONE])).start().answer(refused);
    const { seq } = drive.saga;

    drive.event({ kind: "result", callId: "a#1/action", attempt: 1, observation: ok() });

    expect(drive.saga.seq).toBe(seq);
  });
});

describe("a loop", () => {
  test("begins a new visit with a new key and its own undo", () => {
    const definition = aDefinition([
      aTask("a", "again"),
      { type: "switch", name: "again", cases: [{ when: "${ steps.a.output.more }", next: "a" }], default: "b" },
      aTask("b", "done"),
      DONE,
    ]);
    const drive = new Drive(definition).start();

    drive.answer(ok({ more: true }));
    expect(pendingCalls(drive.saga, definition, drive.scope.entryAt)[0]?.idempotencyKey).toBe(`${drive.saga.id}/a#2`);
    drive
      .answer(ok({ more: false }))
      .answer(refused)
      .answer(ok())
      .answer(status(204));

    expect(drive.calls).toEqual(["action a", "action a", "action b", "undo a", "undo a"]);
    expect(drive.entries.filter((entry) => entry.type === "undo.succeeded").map((entry) => entry.data.visit)).toEqual([2, 1]);
    expect(drive.saga.context.ended?.status).toBe("compensated");
  });
});

describe("an undo of an earlier visit that gave up", () => {
  test("is sent again by a person as it was sent before", () => {
    const more = { type: "switch", name: "again", cases: [{ when: "${ steps.a.output.more }", next: "a" }], default: "b" } as const;
    const definition = aDefinition([aTask("a", "again"), more, aTask("b", "done"), DONE]);
    const drive = new Drive(definition).start();
    drive
      .answer(ok({ more: true }))
      .answer(ok({ more: false }))
      .answer(refused)
      .answer(ok());
    const [before] = pendingCalls(drive.saga, definition, drive.scope.entryAt);
    drive.answer(refused);

    drive.command({ type: "retry" });

    expect(pendingCalls(drive.saga, definition, drive.scope.entryAt)).toEqual([before]);
  });
});

describe("what memory needs", () => {
  test("the entries a saga needs are those its stack, outputs and calls name", () => {
    const drive = new Drive(aDefinition([aTask("a", "b"), aTask("b", "done"), DONE])).start();

    drive.answer(ok({ id: 1 }));

    expect(entriesNeeded(drive.saga)).toEqual([1, 2]);
  });
});

describe("a start", () => {
  const definition = (more = {}) => aDefinition([aTask("a", "done"), DONE], { key: "${ input.id }", ...more });

  test("computes its business key", () => {
    const prepared = prepareStart(definition(), { input: { id: "O-1" }, key: null, labels: {} }, 1000);

    expect(prepared).toEqual({ ok: true, start: { key: "O-1", labels: {}, deadlineMs: 1000, idempotencyKey: null } });
  });

  test.each([{}, { id: "" }, { id: null }, { id: "x".repeat(300) }])("is refused when its key is %j", (input) => {
    const prepared = prepareStart(definition(), { input, key: null, labels: {} }, 1000);

    expect(prepared).toMatchObject({ ok: false, code: "KEY_INVALID" });
  });

  test.each([
    [{ after: 5000, then: "compensate" }, 5000],
    [{ after: "${ input.seconds }", then: "compensate" }, 7000],
  ])("with timeout %j has a deadline of %i ms", (timeout, deadlineMs) => {
    const prepared = prepareStart(definition({ timeout }), { input: { id: "1", seconds: 7 }, key: null, labels: {} }, 1000);

    expect(prepared).toMatchObject({ ok: true, start: { deadlineMs } });
  });
});
