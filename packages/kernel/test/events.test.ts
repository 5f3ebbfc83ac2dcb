import { describe, expect, test } from "vitest";
import { entriesNeeded, sagaStatus } from "../src/index.ts";
import { aDefinition, aParallel, aRetry, aTask, DONE, Drive, notSent, ok, refused, timedOut } from "./fixtures.ts";
import { aListen, sendEvent, VERIFY } from "./waits/waiting.ts";

const aSaga = (): Drive => new Drive(aDefinition([aTask("a", "b"), aTask("b", "done"), DONE])).start();
const changes = (drive: Drive, event: Parameters<Drive["event"]>[0]): boolean => drive.decide(event).entries.length > 0;

describe("what comes too late", () => {
  test("changes nothing: a second start, a clock nobody keeps, the time of a saga that has ended", () => {
    const drive = aSaga();

    expect(changes(drive, { kind: "start", deadlineMs: null, key: null, labels: {} })).toBe(false);
    expect(changes(drive, { kind: "timer", name: "a#1/action" })).toBe(false);
    expect(changes(drive.answer(refused), { kind: "deadline" })).toBe(false);
  });

  test("is the time of a saga that turns back already", () => {
    const drive = new Drive(aDefinition([aTask("a", "done"), DONE])).start(1000);
    drive.command({ type: "cancel" });

    expect(changes(drive, { kind: "deadline" })).toBe(false);
  });

  test("is a callback for a branch that was left, however deep it stood", () => {
    const awaiting = aTask("deep", null, { await: { timeoutMs: null } });
    const inner = { ...aParallel("inner", { one: [awaiting] }), next: null } as ReturnType<typeof aParallel>;
    const drive = new Drive(aDefinition([aParallel("outer", { left: [inner] }, { next: "w" }), aTask("w", "done"), DONE])).start();
    const state = "outer.left.inner.one.deep";
    const callback = { kind: "callback", state, visit: 1, body: { outcome: "succeeded" } } as const;
    drive.answer(ok()).event(callback);

    drive.event(callback);
    expect(drive.types.at(-1)).toBe("result.ignored");
    drive.answer(ok());
    expect(changes(drive, callback)).toBe(false);
  });
});

describe("a saga that could not be gone on with", () => {
  test("is parked, holds what opens, and goes on when a person says so", () => {
    const drive = aSaga().event({ kind: "poison", detail: "it threw" }).answer(ok());

    expect([sagaStatus(drive.saga), drive.call.held]).toEqual(["suspended", true]);
    drive.command({ type: "retry" });

    expect(drive.open).toEqual(["action b"]);
  });

  test("is left alone when it has ended", () => {
    expect(changes(aSaga().answer(refused), { kind: "poison", detail: "it threw" })).toBe(false);
  });
});

describe("a journal that has grown too long", () => {
  const long = (drive: Drive): Drive => {
    drive.saga = { ...drive.saga, seq: 16_000 };
    return drive;
  };

  test("stops the saga for a person, once", () => {
    const drive = long(aSaga());

    drive.command({ type: "pause" });
    expect(drive.incident).toMatchObject({ reason: "limit" });
    drive.command({ type: "resume" });

    expect(drive.types.filter((one) => one === "saga.suspended")).toHaveLength(1);
  });

  test("does not stop a saga that undoes, nor one that ends", () => {
    const drive = long(aSaga());
    drive.command({ type: "pause", revision: 16_000 });
    const undoing = aSaga().answer(ok()).answer(refused);

    undoing.saga = { ...undoing.saga, seq: 16_000 };
    undoing.command({ type: "pause" });
    const ending = long(new Drive(aDefinition([aTask("a", "done"), DONE])).start().answer(refused));
    ending.event({ kind: "deadline" });

    expect([undoing.incident, ending.incident]).toEqual([null, null]);
  });
});

describe("the time of a saga whose outcome is unknown", () => {
  test("leaves the doubt as it is and undoes it", () => {
    const definition = aDefinition([aTask("a", "done"), DONE], {
      compensation: { order: "reverse", onUnknownOutcome: "suspend", onFailure: "suspend", retry: aRetry(2) },
    });
    const drive = new Drive(definition).start(1000).answer(timedOut);
    expect(drive.incident?.reason).toBe("outcome_unknown");

    drive.event({ kind: "deadline" });

    expect(drive.saga.context.steps["a"]?.error?.type).toBe("Timeout");
    expect(drive.saga.context.turning[""]?.cause?.type).toBe("SagaTimeout");
  });
});

describe("a verify", () => {
  const asking = (): Drive =>
    new Drive(aDefinition([aTask("a", "done", { verify: VERIFY, retry: aRetry(2) }), DONE]))
      .start()
      .answer(timedOut)
      .elapse()
      .answer(timedOut);

  test("that is refused is not asked again", () => {
    expect(asking().answer(refused).types).not.toContain("verify.retrying");
  });

  test("that is never answered leaves the step with its own error, not that of the question", () => {
    const drive = asking().answer(notSent).elapse().answer(notSent);

    expect(drive.saga.context.steps["a"]?.error).toMatchObject({ type: "Timeout" });
  });

  test("that is never answered leaves the outcome unknown, although the last attempt was refused", () => {
    const definition = aDefinition([aTask("a", "done", { verify: VERIFY, retry: aRetry(2) }), DONE]);
    const drive = new Drive(definition).start().answer(timedOut).elapse().answer(refused);

    drive.answer(notSent).elapse().answer(notSent);

    expect(drive.saga.context.steps["a"]?.error).toMatchObject({ type: "Unknown", category: "communication" });
  });
});

describe("what memory needs of a journal", () => {
  test("is what came while a saga was held, and the outputs of branches", () => {
    const right = [aListen("hear", null)];
    const drive = new Drive(aDefinition([aParallel("both", { left: [aTask("l", null)], right }), DONE]), { order: "7" }).start();
    drive.command({ type: "pause" });
    sendEvent(drive).answerAt("both.left.l", ok(1));

    const named = entriesNeeded(drive.saga).map((seq) => drive.entries[seq - 1]?.type);

    expect(named).toContain("wait.due");
    expect(named).toContain("branch.finished");
  });
});
