import { describe, expect, test } from "vitest";
import { commandRules } from "../src/index.ts";
import { aService } from "./calls/a-service.ts";
import { aDefinition, aParallel, aRetry, aTask, DONE, Drive, notSent, ok, refused, timedOut } from "./fixtures.ts";

const WAIT = { type: "wait", name: "w", forMs: 60_000, until: null, next: "done" } as const;
const aSaga = (): Drive => new Drive(aDefinition([aTask("a", "w"), WAIT, DONE])).start();

describe("a command", () => {
  test("that plans ahead needs the exact revision", () => {
    expect(aSaga().command({ type: "terminate", revision: null }).verdict).toMatchObject({ kind: "refused", code: "IF_MATCH_REQUIRED" });
  });

  test("that is stale is refused before its plan is looked at", () => {
    const decision = aSaga().command({ type: "pause", revision: 99, planHash: "sha256:any" });

    expect(decision.verdict).toMatchObject({ kind: "refused", code: "REVISION_STALE" });
  });

  test("to go back to a state that did nothing is refused", () => {
    const drive = aSaga().answer(ok());

    expect(drive.command({ type: "compensate", downTo: "w" }).verdict).toMatchObject({ detail: '"w" has nothing to undo.' });
  });

  test("without a reason records none", () => {
    const drive = aSaga();

    drive.command({ type: "cancel", reason: null });

    expect(drive.entries.find((one) => one.type === "command.applied")?.data.why).toBeUndefined();
    expect(drive.entries.find((one) => one.type === "saga.turning")?.data.turning?.cause?.detail).toBe("cancel by operator");
  });

  test("about an unknown outcome needs evidence and an answer", () => {
    const drive = new Drive(aDefinition([aTask("a", "done", { kind: "pivot", compensate: null }), DONE])).start().answer(timedOut);

    expect(drive.command({ type: "complete", evidence: null }).verdict?.kind).toBe("refused");
    expect(drive.command({ type: "resolve-unknown" }).verdict).toMatchObject({ detail: expect.stringContaining("whether it happened") });
  });

  test("that gives the output of a step by hand is refused when it does not fit, and recorded when it does", () => {
    const task = aTask("a", "done", { call: { kind: "operation", service: "shop", operation: "buy" }, compensate: null, kind: "pivot" });
    const outputSchema = { type: "object", properties: { id: { type: "integer" } } };
    const definition = aDefinition([task, DONE], {}, new Map(), new Map([["shop", aService({ outputSchema })]]));
    const drive = new Drive(definition).start().answer(timedOut);

    const decision = drive.command({ type: "resolve-unknown", happened: true, output: { id: "one" } });
    expect(decision.verdict).toMatchObject({ kind: "refused", detail: expect.stringContaining("The output does not fit: /id") });
    drive.command({ type: "resolve-unknown", happened: true, output: { id: 1 } });

    expect(drive.saga.context.ended?.status).toBe("completed");
    expect(drive.entries.find((one) => one.type === "command.applied")?.data.command).toMatchObject({ output: { id: 1 } });
  });

  test("to try again hits the back-off it names", () => {
    const retry = aRetry(3);
    const branches = { left: [aTask("l", null, { retry })], right: [aTask("r", null, { retry })] };
    const drive = new Drive(aDefinition([aParallel("both", branches), DONE])).start();
    drive.answerAt("both.left.l", notSent).answerAt("both.right.r", notSent);

    drive.command({ type: "retry", state: "both.right.r" });

    expect(drive.open).toEqual(["action both.right.r"]);
  });

  test("to try again an undo that waits is shown as one of the undo lane", () => {
    const drive = new Drive(aDefinition([aTask("a", "b"), aTask("b", "done"), DONE])).start().answer(ok()).answer(refused).answer(notSent);

    expect(commandRules(drive.saga, drive.definition).find((one) => one.type === "retry")).toMatchObject({ state: "a", lane: "undo" });
  });
});

describe("compensate down to a state, then pause", () => {
  test("stays paused by the person who paused it meanwhile", () => {
    const drive = new Drive(aDefinition([aTask("a", "b"), aTask("b", "w"), WAIT, DONE])).start().answer(ok()).answer(ok());
    drive.command({ type: "compensate", downTo: "b", then: "pause" });
    drive.command({ type: "pause", actor: "someone" });

    drive.answer(ok());

    expect(drive.saga.context.paused?.by).toBe("someone");
    drive.command({ type: "resume" });
    expect(drive.call.callId).toBe("b#2/action");
  });
});
