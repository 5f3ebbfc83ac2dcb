import type { StateModel } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { prepareStart, sagaStatus, sagaView, waits } from "../src/index.ts";
import { aCatch, aDefinition, aTask, DONE, Drive, ok, refused, status, timedOut } from "./fixtures.ts";

const oneBranch = (states: readonly StateModel[], output: Json): StateModel => {
  const left = { start: states[0]?.name ?? "", states, output };
  return { type: "parallel", name: "both", branches: { left }, join: { kind: "all" }, catch: [], next: "done" };
};
const until = (expression: string): StateModel => ({ type: "wait", name: "w", forMs: null, until: expression, next: "done" });
const causeOf = (states: readonly StateModel[], input = {}): unknown => new Drive(aDefinition(states), input).start().saga.context.cause;

describe("a wait until", () => {
  test.each(["2026-01-01T01:00:00Z", "1h"])("%s ends then", (at) => {
    const drive = new Drive(aDefinition([until("${ input.at }"), DONE]), { at }).start();

    expect(waits(drive.saga)).toEqual([{ name: "wait/w", dueAtMs: Date.parse("2026-01-01T01:00:00Z"), durable: true }]);
  });

  test("its time ended while the saga was paused wants no clock any more", () => {
    const drive = new Drive(aDefinition([until("${ '1h' }"), DONE])).start();
    drive.command({ type: "pause" });

    drive.elapse();

    expect(waits(drive.saga)).toEqual([]);
  });

  test.each([
    ["${ input.absent.at }", "until: "],
    ["${ 'soon' }", 'until: "soon" is no timestamp'],
  ])("%s fails with ExpressionError", (expression, detail) => {
    expect(causeOf([until(expression), DONE])).toMatchObject({
      type: "ExpressionError",
      state: "w",
      detail: expect.stringContaining(detail),
    });
  });
});

describe("an expression that cannot be evaluated", () => {
  test("of a set fails the state", () => {
    const set: StateModel = { type: "set", name: "s", values: { x: "${ input.absent.x }" }, next: "done" };

    expect(causeOf([set, DONE])).toMatchObject({ type: "ExpressionError", detail: expect.stringContaining("values.x: ") });
  });

  test("of the output of the saga fails it", () => {
    expect(causeOf([{ ...DONE, output: "${ input.absent.x }" } as StateModel])).toMatchObject({ type: "ExpressionError", state: "done" });
  });

  test("of the words of a fail state still raises its error", () => {
    const fail: StateModel = { type: "fail", name: "f", error: { type: "Given", status: null, detail: "${ input.absent.x }" } };

    expect(causeOf([fail])).toMatchObject({ type: "Given", detail: expect.stringContaining("its detail cannot be evaluated") });
  });

  test("of the output of a branch fails the branch", () => {
    const drive = new Drive(aDefinition([oneBranch([aTask("l", null)], "${ input.absent.x }"), DONE])).start().answer(ok());

    expect(drive.saga.context.cause).toMatchObject({ type: "ExpressionError", state: "both.left" });
  });
});

describe("the words of a fail state", () => {
  test("that are no text are written as JSON", () => {
    const fail: StateModel = { type: "fail", name: "f", error: { type: "Given", status: null, detail: "${ input.why }" } };

    expect(causeOf([fail], { why: { code: 7 } })).toMatchObject({ detail: '{"code":7}' });
  });
});

describe("the output of a branch", () => {
  const joined = (states: readonly StateModel[], output: Json = null): Drive =>
    new Drive(aDefinition([oneBranch(states, output), DONE]), { x: 1 }).start();
  const outputOf = (drive: Drive): unknown => drive.entries.find((one) => one.type === "block.joined")?.data.output;

  test("is what the document says, read with the names of the branch", () => {
    expect(outputOf(joined([aTask("l", null)], { x: "${ input.x }", l: "${ steps.l.output }" }).answer(ok(7)))).toEqual({
      left: { x: 1, l: 7 },
    });
  });

  test("is nothing when it ends with a state that has none", () => {
    expect(outputOf(joined([{ type: "set", name: "s", values: { a: 1 }, next: null } as StateModel]))).toEqual({ left: null });
  });

  test("is nothing when its last step passed by, once it has undone itself", () => {
    const drive = joined([aTask("l", null, { optional: true })])
      .answer(timedOut)
      .answer(ok());

    expect(drive.calls).toEqual(["action both.left.l", "undo both.left.l"]);
    expect(outputOf(drive)).toEqual({ left: null });
  });
});

describe("a catch", () => {
  const caught = (when: string, answer = status(404)): Drive =>
    new Drive(aDefinition([aTask("a", "done", { catch: [{ ...aCatch(["*"], "done"), when }] }), DONE])).start().answer(answer);

  test.each([
    ["${ error.status == 404 }", "completed"],
    ["${ error.status == 500 }", "failed"],
    ["${ error.absent.x }", "failed"],
  ])("with %s ends the saga as %s", (when, end) => {
    expect(sagaStatus(caught(when).saga)).toBe(end);
  });

  test("reads status 0 where there was no answer", () => {
    const never = { kind: "notSent", reason: "no route" } as const;

    expect(sagaStatus(caught("${ error.status == 0 }", never as never).saga)).toBe("completed");
  });

  test("that undoes is no way any more after the pivot", () => {
    const last = aTask("b", "done", { catch: [aCatch(["*"], "done", true)] });
    const drive = new Drive(aDefinition([aTask("a", "b", { kind: "pivot", compensate: null }), last, DONE])).start();

    drive.answer(ok()).answer(refused);

    expect(drive.incident).toMatchObject({ reason: "stuck_forward", state: "b" });
  });
});

describe("undoing on purpose what did nothing", () => {
  test("passes by", () => {
    const drive = new Drive(aDefinition([{ type: "compensate", name: "back", only: null, next: "done" } as StateModel, DONE])).start();

    expect(drive.types).toContain("compensate.passed");
    expect(sagaStatus(drive.saga)).toBe("completed");
    expect(sagaView(drive.saga, drive.definition).steps).toEqual([]);
  });
});

describe("a start that cannot be prepared", () => {
  const prepare = (more: object, given = {}) =>
    prepareStart(aDefinition([aTask("a", "done"), DONE], more), { input: { id: 7, off: -1 }, key: null, labels: {}, ...given }, 1000);

  test("is refused when its idempotency key is none", () => {
    expect(prepare({ idempotency: { key: "${ input.absent }", retentionMs: 1 } })).toMatchObject({ ok: false, code: "KEY_INVALID" });
    expect(prepare({ idempotency: { key: "${ input.id }", retentionMs: 1 } })).toMatchObject({ ok: true, start: { idempotencyKey: "7" } });
  });

  test.each(["${ input.absent.x }", "${ 'soon' }", "${ input.off }"])("is refused when its time-out is %s", (after) => {
    expect(prepare({ timeout: { after, then: "suspend" } })).toMatchObject({ ok: false, detail: expect.stringContaining("timeout.after") });
  });

  test("takes the key the caller gave", () => {
    expect(prepare({ key: "${ input.id }" }, { key: "K-1" })).toMatchObject({ ok: true, start: { key: "K-1" } });
  });

  test("renders its labels, and keeps one as it is that cannot be rendered", () => {
    expect(prepare({ labels: { id: "no. ${ input.id }", bad: "${ input.absent.x }" } })).toMatchObject({
      start: { labels: { id: "no. 7", bad: "${ input.absent.x }" } },
    });
  });

  test("has no default deadline when it may wait for the world outside", () => {
    const definition = aDefinition([{ type: "wait", name: "w", forMs: 1, until: null, next: "done" }, DONE]);

    expect(prepareStart(definition, { input: {}, key: null, labels: {} }, 1000)).toMatchObject({ start: { deadlineMs: null } });
  });
});
