import type { CommandType } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { commandRules, explain, isAtRest, movers, pendingCalls, preview, sagaRow, sagaStatus, sagaView } from "../src/index.ts";
import { aCall, aCommand, aDefinition, aRetry, aTask, DONE, Drive, ok, refused, status, timedOut } from "./fixtures.ts";

const order = () =>
  aDefinition([
    aTask("create", "reserve"),
    aTask("reserve", "capture"),
    aTask("capture", "notify", { kind: "pivot", compensate: null }),
    aTask("notify", "done", { kind: "retriable", compensate: null, retry: aRetry(2) }),
    DONE,
  ]);
const allowed = (drive: Drive): readonly CommandType[] =>
  commandRules(drive.saga, drive.definition)
    .filter((rule) => rule.allowed)
    .map((rule) => rule.type);

describe("commands", () => {
  test("a stale revision is refused and changes nothing", () => {
    const drive = new Drive(order()).start();
    const before = drive.saga;

    const decision = drive.command({ type: "pause", revision: 99 });

    expect(decision.verdict).toMatchObject({ kind: "refused", code: "REVISION_STALE" });
    expect(drive.saga).toEqual(before);
  });

  test("a command that plans ahead is refused while a call is under way", () => {
    const drive = new Drive(order()).start().answer(ok());

    const decision = drive.command({ type: "compensate" });

    expect(decision.verdict).toMatchObject({ kind: "refused", code: "SAGA_MOVING" });
  });

  test("a paused saga records results and holds what opens until it is resumed", () => {
    const drive = new Drive(order()).start();
    drive.command({ type: "pause" });

    drive.answer(ok());

    expect(sagaStatus(drive.saga)).toBe("paused");
    expect(drive.call).toMatchObject({ callId: "reserve#1/action", held: true });
    expect(pendingCalls(drive.saga, drive.definition, drive.scope.entryAt)).toEqual([]);
    drive.command({ type: "resume" });
    expect(pendingCalls(drive.saga, drive.definition, drive.scope.entryAt)).toMatchObject([{ callId: "reserve#1/action", attempt: 1 }]);
  });

  test("cancel awaits the call under way and then undoes it too", () => {
    const drive = new Drive(order()).start().answer(ok());

    drive.command({ type: "cancel", revision: null });
    drive.answer(ok()).answer(ok()).answer(ok());

    expect(drive.calls).toEqual(["action create", "action reserve", "undo reserve", "undo create"]);
    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(drive.saga.context.cause?.type).toBe("Cancelled");
  });

  test("cancel while the pivot is under way has no effect when the pivot succeeds", () => {
    const drive = new Drive(order()).start().answer(ok()).answer(ok());

    drive.command({ type: "cancel" });
    drive.answer(ok()).answer(ok());

    expect(sagaStatus(drive.saga)).toBe("completed");
    expect(drive.entries.some((entry) => entry.data.why === "no effect: the pivot succeeded")).toBe(true);
  });

  test("cancel is refused after the pivot", () => {
    const drive = new Drive(order()).start().answer(ok()).answer(ok()).answer(ok());

    const decision = drive.command({ type: "cancel" });

    expect(decision.verdict).toMatchObject({ kind: "refused", code: "SAGA_NOT_CANCELLABLE" });
  });

  test("cancel during a back-off resolves the tainted step first", () => {
    const definition = aDefinition([aTask("a", "b"), aTask("b", "done", { retry: aRetry(5) }), DONE]);
    const drive = new Drive(definition).start().answer(ok()).answer(timedOut);

    drive.command({ type: "cancel" });

    expect(drive.call.callId).toBe("b#1/undo");
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("cancel of a held call closes it as never sent", () => {
    const drive = new Drive(order()).start();
    drive.command({ type: "pause" });
    drive.answer(ok());

    drive.command({ type: "cancel" });

    expect(drive.calls.at(-1)).toBe("undo create");
    expect(drive.call.held).toBe(false);
  });

  test("terminate undoes nothing and ends for ever", () => {
    const drive = new Drive(order()).start().answer(ok());
    drive.command({ type: "pause" });

    drive.command({ type: "terminate" });

    expect(drive.saga.context.ended?.status).toBe("terminated");
    expect(allowed(drive)).toEqual([]);
  });

  test("retry of a stuck step makes the same call with the same key", () => {
    const drive = new Drive(order()).start().answer(ok()).answer(ok()).answer(ok()).answer(refused);

    drive.command({ type: "retry" });

    expect(drive.call).toMatchObject({ callId: "notify#1/action", attempt: 1 });
    expect(drive.incident).toBeNull();
    drive.answer(ok());
    expect(sagaStatus(drive.saga)).toBe("completed");
  });

  test("retry skips a back-off", () => {
    const drive = new Drive(order()).start().answer(ok()).answer(ok()).answer(ok()).answer(status(500));

    drive.command({ type: "retry", now: true });

    expect(drive.call).toMatchObject({ callId: "notify#1/action", attempt: 2 });
  });

  test.each([
    ["waive-undo" as const, ["reserve"], ["create"]],
    ["complete" as const, [], ["reserve", "create"]],
  ])("%s resolves an undo that failed", (type, waived, undone) => {
    const drive = new Drive(order()).start().answer(ok()).answer(ok()).answer(refused).answer(refused);

    drive.command({ type });
    drive.answer(ok());

    expect(drive.saga.context.ended?.status).toBe("compensated");
    expect(drive.saga.context.waived).toEqual(waived);
    expect(drive.saga.context.undone).toEqual(undone);
  });

  test.each([
    [true, "completed"],
    [false, "compensated"],
  ])("resolve-unknown with happened %s ends %s", (happened, end) => {
    const drive = new Drive(order()).start().answer(ok()).answer(ok()).answer(timedOut);

    drive.command({ type: "resolve-unknown", happened });
    while (drive.saga.context.ended === null) drive.answer(ok());

    expect(drive.saga.context.ended.status).toBe(end);
  });

  test("compensate down to a state, then pause, enters that state anew on resume", () => {
    const definition = aDefinition([
      aTask("a", "b"),
      aTask("b", "w"),
      { type: "wait", name: "w", forMs: 60_000, until: null, next: "done" },
      DONE,
    ]);
    const drive = new Drive(definition).start().answer(ok()).answer(ok());

    drive.command({ type: "compensate", downTo: "b", then: "pause" });
    drive.answer(ok());
    expect(sagaStatus(drive.saga)).toBe("paused");
    drive.command({ type: "resume" });

    expect(drive.call.callId).toBe("b#2/action");
    expect(drive.calls).toEqual(["action a", "action b", "undo b", "action b"]);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("a changed plan is refused", () => {
    const drive = new Drive(order()).start().answer(ok()).answer(ok()).answer(refused).answer(refused);

    const decision = drive.command({ type: "waive-undo", planHash: "sha256:other" });

    expect(decision.verdict).toMatchObject({ kind: "refused", code: "PLAN_CHANGED" });
  });

  test("a definition can deny a command", () => {
    const drive = new Drive(aDefinition([aTask("a", "done"), DONE], { policy: { terminate: "deny" } })).start();

    const decision = drive.command({ type: "terminate" });

    expect(decision.verdict).toMatchObject({ kind: "refused", code: "POLICY_DENIED" });
  });

  test("complete and resolve-unknown need evidence", () => {
    const drive = new Drive(order()).start().answer(ok()).answer(ok()).answer(timedOut);

    const decision = drive.command({ type: "resolve-unknown", happened: true, evidence: " " });

    expect(decision.verdict?.kind).toBe("refused");
  });
});

describe("the preview", () => {
  test("lists the undos in the order they will run, with their requests", () => {
    const definition = aDefinition([
      aTask("a", "b"),
      aTask("b", "w"),
      { type: "wait", name: "w", forMs: 60_000, until: null, next: "done" },
      DONE,
    ]);
    const drive = new Drive(definition).start().answer(ok()).answer(ok());
    const before = drive.saga;

    const shown = preview(drive.saga, aCommand({ type: "compensate", revision: drive.saga.seq }), drive.scope, {});

    expect(shown.allowed).toBe(true);
    expect(shown.plan.map((item) => [item.order, item.state, item.status, item.request?.url])).toEqual([
      [0, "b", "will_run", "http://participant.test/b/undo"],
      [1, "a", "will_run", "http://participant.test/a/undo"],
    ]);
    expect(drive.saga).toBe(before);
  });

  test("confirmed by its hash, the command does what was shown", () => {
    const drive = new Drive(order()).start().answer(ok()).answer(ok()).answer(refused).answer(refused);
    const shown = preview(drive.saga, aCommand({ type: "retry", revision: drive.saga.seq }), drive.scope, {});

    const decision = drive.command({ type: "retry", planHash: shown.planHash });

    expect(shown.plan.map((item) => `${item.lane} ${item.state}`)).toContain("undo reserve");
    expect(decision.verdict?.kind).toBe("applied");
  });

  test("masks what is sensitive, wherever it travelled", () => {
    const input = { type: "object", properties: { card: { type: "object", sensitive: true } } };
    const compensate = aCall("/undo", { hasBody: true, body: { number: "${ input.card.number }", order: "${ input.order }" } });
    const definition = aDefinition([aTask("a", "b", { compensate }), aTask("b", "done"), DONE], { input });
    const drive = new Drive(definition, { card: { number: "4000" }, order: "O-1" }).start().answer(ok());

    const shown = preview(drive.saga, aCommand({ type: "cancel", revision: drive.saga.seq }), drive.scope, {});

    expect(shown.plan.at(-1)?.request?.body).toBe('{"number":"••••••","order":"O-1"}');
    expect(sagaView(drive.saga, drive.definition).input).toEqual({ card: "••••••", order: "O-1" });
  });

  test("warns of an open breaker", () => {
    const drive = new Drive(order()).start();

    const shown = preview(drive.saga, aCommand({ type: "cancel", revision: drive.saga.seq }), drive.scope, {});

    expect(shown.plan[0]).toMatchObject({ state: "create", status: "awaited" });
  });
});

describe("the view", () => {
  test("names what can move a live saga, in every state it passes", () => {
    const drive = new Drive(order()).start();
    const seen = [movers(drive.saga)];

    for (const answer of [ok(), ok(), ok(), status(500)]) {
      drive.answer(answer);
      seen.push(movers(drive.saga));
    }

    expect(seen).toEqual([["call"], ["call"], ["call"], ["call"], ["backoff"]]);
    expect(isAtRest(drive.saga)).toBe(false);
  });

  test("counts steps and undos", () => {
    const drive = new Drive(order()).start().answer(ok()).answer(ok()).answer(refused).answer(ok());

    const row = sagaRow(drive.saga, drive.definition);

    expect(row).toMatchObject({ status: "compensating", progress: { completedSteps: 2, totalSteps: 4, undone: 1, toUndo: 2 } });
    expect(sagaView(drive.saga, drive.definition).steps.map((step) => [step.state, step.status, step.undo])).toEqual([
      ["create", "succeeded", "running"],
      ["reserve", "succeeded", "undone"],
      ["capture", "failed", "none"],
      ["notify", "notTaken", "none"],
    ]);
  });

  test("explains why a saga is stuck and who can move it", () => {
    const drive = new Drive(order()).start().answer(ok()).answer(ok()).answer(ok()).answer(refused);

    const { sentence } = explain(drive.saga, drive.definition);

    expect(sentence).toBe('"notify" cannot go forward and may not go back (Refused: HTTP 409); a person has to decide: retry, complete.');
  });
});
