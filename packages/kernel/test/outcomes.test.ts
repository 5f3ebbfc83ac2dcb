import type { TaskState } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { sagaStatus } from "../src/index.ts";
import { aCall, aCatch, aDefinition, aRetry, aTask, DONE, Drive, notSent, ok, refused, status, timedOut } from "./fixtures.ts";

const one = (more: Partial<TaskState>) => aDefinition([aTask("first", "second"), aTask("second", "done", more), DONE]);
const verify = (more: Partial<NonNullable<TaskState["verify"]>> = {}): NonNullable<TaskState["verify"]> => ({
  call: aCall("/second/ask"),
  happened: "${ response.body.happened }",
  output: "${ response.body }",
  conclusive: false,
  ...more,
});

describe("a call that did not succeed", () => {
  test("is tried again with the same request and key after its back-off", () => {
    const drive = new Drive(one({ retry: aRetry(3) })).start().answer(ok());

    drive.answer(status(500)).elapse();

    expect(drive.call).toMatchObject({ callId: "second#1/action", attempt: 2 });
    expect(drive.calls).toEqual(["action first", "action second"]);
    expect(drive.entries.filter((entry) => entry.type === "step.retrying").map((entry) => entry.data.delayMs)).toEqual([100]);
  });

  test("is not tried again when it was refused", () => {
    const drive = new Drive(one({ retry: aRetry(3) })).start().answer(ok());

    drive.answer(status(404));

    expect(drive.call.callId).toBe("first#1/undo");
  });

  test.each([
    [refused, false],
    [notSent, false],
    [status(429), false],
    [status(408), true],
    [status(500), true],
    [status(503, { "retry-after": "1" }), true],
    [status(302), false],
    [timedOut, true],
    [{ kind: "lost", reason: "reset", timedOut: false } as const, true],
    [status(409, { "skald-stale-fence": "7" }), true],
    [{ kind: "answered", status: 200, headers: {}, body: "", tooLarge: true } as const, true],
  ])("after %j its own undo runs: %s", (observation, undone) => {
    const drive = new Drive(one({})).start().answer(ok());

    drive.answer(observation);

    expect(drive.call.callId).toBe(undone ? "second#1/undo" : "first#1/undo");
  });

  test("waits at least as long as the participant asked", () => {
    const drive = new Drive(one({ retry: aRetry(3) })).start().answer(ok());

    drive.answer(status(429, { "retry-after": "7" }));

    expect(Object.values(drive.saga.context.backoff)[0]?.delayMs).toBe(7000);
  });

  test("burns no attempt while the breaker is open", () => {
    const drive = new Drive(one({ retry: aRetry(1) })).start().answer(ok());

    drive.answer({ kind: "notSent", reason: "breaker open", breakerOpen: true, retryAfterMs: 1000 }).elapse();

    expect(drive.call).toMatchObject({ callId: "second#1/action", attempt: 1 });
  });

  test("an undo of an earlier unknown attempt is kept although the last one was refused", () => {
    const drive = new Drive(one({ retry: aRetry(2) })).start().answer(ok());

    drive.answer(timedOut).elapse().answer(refused);

    expect(drive.call.callId).toBe("second#1/undo");
  });

  test("of a read-only step leaves nothing to undo", () => {
    const drive = new Drive(one({ kind: "readOnly", compensate: null })).start().answer(ok());

    drive.answer(timedOut);

    expect(drive.call.callId).toBe("first#1/undo");
  });

  test("that is optional lets the saga go on, once it has undone itself", () => {
    const drive = new Drive(one({ optional: true })).start().answer(ok());

    drive.answer(timedOut).answer(ok());

    expect(sagaStatus(drive.saga)).toBe("completed");
    expect(drive.calls).toEqual(["action first", "action second", "undo second"]);
  });

  test("a catch without compensate undoes only the tainted step", () => {
    const states = [aTask("first", "second"), aTask("second", "done", { catch: [aCatch(["*"], "third")] }), aTask("third", "done"), DONE];
    const drive = new Drive(aDefinition(states)).start().answer(ok());

    drive.answer(timedOut).answer(ok()).answer(ok());

    expect(drive.calls).toEqual(["action first", "action second", "undo second", "action third"]);
    expect(sagaStatus(drive.saga)).toBe("completed");
  });
});

describe("verify", () => {
  test("that says it happened lets the saga go on", () => {
    const drive = new Drive(one({ verify: verify() })).start().answer(ok());

    drive.answer(timedOut).answer(ok({ happened: true }));

    expect(drive.calls.at(-1)).toBe("verify second");
    expect(sagaStatus(drive.saga)).toBe("completed");
  });

  test("that says no is still undone, with what verify said as its output", () => {
    const drive = new Drive(one({ verify: verify(), compensate: aCall("/undo", { hasBody: true, body: "${ output.id }" }) }))
      .start()
      .answer(ok());

    drive.answer(timedOut).answer(ok({ happened: false, id: 7 }));

    expect(drive.call.callId).toBe("second#1/undo");
    expect(drive.entries.at(-1)?.data.opened?.[0]?.request.body).toBe("7");
    expect(drive.saga.context.steps["second"]).toMatchObject({ status: "failed", error: { type: "NotDone" } });
  });

  test("that says no conclusively leaves nothing to undo in that step", () => {
    const drive = new Drive(one({ verify: verify({ conclusive: true }) })).start().answer(ok());

    drive.answer(timedOut).answer(ok({ happened: false }));

    expect(drive.call.callId).toBe("first#1/undo");
  });

  test("without an answer suspends a saga whose undo reads the answer", () => {
    const drive = new Drive(one({ verify: verify(), compensate: aCall("/undo/${ output.id }") })).start().answer(ok());

    drive.answer(timedOut).answer(status(500));

    expect(drive.incident?.reason).toBe("outcome_unknown");
  });

  test("without an answer undoes a step whose undo needs none", () => {
    const drive = new Drive(one({ verify: verify() })).start().answer(ok());

    drive.answer(timedOut).answer(status(500));

    expect(drive.call.callId).toBe("second#1/undo");
  });

  test("is not asked when the policy is to compensate", () => {
    const definition = aDefinition([aTask("second", "done", { verify: verify() }), DONE], {
      compensation: { order: "reverse", onUnknownOutcome: "compensate", onFailure: "suspend", retry: aRetry(1) },
    });

    const drive = new Drive(definition).start().answer(timedOut);

    expect(drive.call.callId).toBe("second#1/undo");
  });

  test("is followed by a person when the policy is to suspend", () => {
    const definition = aDefinition([aTask("second", "done", { verify: verify() }), DONE], {
      compensation: { order: "reverse", onUnknownOutcome: "suspend", onFailure: "suspend", retry: aRetry(1) },
    });

    const drive = new Drive(definition).start().answer(timedOut);

    expect(drive.incident?.reason).toBe("outcome_unknown");
  });
});

describe("the pivot", () => {
  const pivot = (more: Partial<TaskState> = {}) => one({ kind: "pivot", compensate: null, ...more });

  test("with an unknown outcome is never undone without a person", () => {
    const drive = new Drive(pivot()).start().answer(ok());

    drive.answer(timedOut);

    expect(drive.incident).toMatchObject({ reason: "outcome_unknown", state: "second" });
    expect(drive.calls).toEqual(["action first", "action second"]);
  });

  test("that verify denies without promise stays with a person", () => {
    const drive = new Drive(pivot({ verify: verify() })).start().answer(ok());

    drive.answer(timedOut).answer(ok({ happened: false }));

    expect(drive.incident?.reason).toBe("outcome_unknown");
  });

  test("that verify denies conclusively lets the saga go back", () => {
    const drive = new Drive(pivot({ verify: verify({ conclusive: true }) })).start().answer(ok());

    drive
      .answer(timedOut)
      .answer(ok({ happened: false }))
      .answer(ok());

    expect(sagaStatus(drive.saga)).toBe("compensated");
    expect(drive.calls.at(-1)).toBe("undo first");
  });

  test("that was refused lets the saga go back", () => {
    const drive = new Drive(pivot()).start().answer(ok());

    drive.answer(refused).answer(ok());

    expect(sagaStatus(drive.saga)).toBe("compensated");
  });
});

describe("an undo", () => {
  test("is tried again by its own policy, then suspends the saga", () => {
    const drive = new Drive(one({})).start().answer(ok()).answer(refused);

    drive.answer(status(500)).elapse().answer(status(500));

    expect(drive.incident).toMatchObject({ reason: "undo_failed", state: "first", lane: "undo" });
    expect(sagaStatus(drive.saga)).toBe("suspended");
  });

  test("that is refused is not tried again", () => {
    const drive = new Drive(one({})).start().answer(ok()).answer(refused);

    drive.answer(status(422));

    expect(drive.incident?.reason).toBe("undo_failed");
  });

  test("counts a status in accept as undone", () => {
    const definition = aDefinition([
      aTask("first", "second", { compensate: aCall("/undo", { accept: [404] }) }),
      aTask("second", "done"),
      DONE,
    ]);
    const drive = new Drive(definition).start().answer(ok()).answer(refused);

    drive.answer(status(404));

    expect(sagaStatus(drive.saga)).toBe("compensated");
  });

  test("that gives up lets the others go on when the policy is to continue, then suspends", () => {
    const definition = aDefinition([aTask("a", "b"), aTask("b", "c"), aTask("c", "done"), DONE], {
      compensation: { order: "reverse", onUnknownOutcome: "verify", onFailure: "continue", retry: aRetry(1) },
    });
    const drive = new Drive(definition).start().answer(ok()).answer(ok()).answer(refused);

    drive.answer(refused).answer(ok());

    expect(drive.calls.slice(3)).toEqual(["undo b", "undo a"]);
    expect(drive.incident).toMatchObject({ reason: "undo_failed", state: "b" });
    expect(drive.saga.context.undone).toEqual(["a"]);
  });

  test("is tried without end when the policy is to retry for ever", () => {
    const definition = aDefinition([aTask("a", "b"), aTask("b", "done"), DONE], {
      compensation: { order: "reverse", onUnknownOutcome: "verify", onFailure: "retryForever", retry: aRetry(1) },
    });
    const drive = new Drive(definition).start().answer(ok()).answer(refused);

    for (let attempt = 1; attempt <= 20; attempt += 1) drive.answer(refused).elapse();

    expect(drive.call).toMatchObject({ callId: "a#1/undo", attempt: 21 });
  });

  test("reads the forward call as it was", () => {
    const compensate = aCall("/undo", {
      hasBody: true,
      body: { id: "${ output.id }", sent: "${ request.body }", got: "${ response.status }", why: "${ cause.type }" },
    });
    const definition = aDefinition([
      aTask("a", "b", { call: { kind: "http", call: aCall("/a", { hasBody: true, body: { n: 1 } }) }, compensate }),
      aTask("b", "done"),
      DONE,
    ]);
    const drive = new Drive(definition).start().answer(ok({ id: "x" }));

    drive.answer(refused);

    expect(JSON.parse(drive.entries.at(-1)?.data.opened?.[0]?.request.body ?? "")).toEqual({
      id: "x",
      sent: { n: 1 },
      got: 200,
      why: "Refused",
    });
  });

  test("that cannot be rendered stops for a person and can be rendered again", () => {
    const definition = aDefinition([aTask("a", "b", { compensate: aCall("/undo/${ output.missing }") }), aTask("b", "done"), DONE]);
    const drive = new Drive(definition)
      .start()
      .answer(ok({ id: "x" }))
      .answer(refused);

    const decision = drive.command({ type: "retry" });

    expect(decision.verdict?.kind).toBe("applied");
    expect(drive.incident).toMatchObject({ reason: "undo_failed", state: "a" });
  });
});
