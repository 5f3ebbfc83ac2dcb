import type { TaskState } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { preview } from "../../src/index.ts";
import { aCall, aCommand, aRetry, ok, timedOut } from "../fixtures.ts";
import { acknowledged, awaiting, callBack, lastBody, lastOf, READING_UNDO, VERIFY } from "./waiting.ts";

describe("a task that awaits its callback in a saga that does not go on", () => {
  test("takes up at resume what came while it was paused", () => {
    const drive = acknowledged();
    drive.command({ type: "pause" });
    callBack(drive, { outcome: "succeeded", output: 3 });
    expect(drive.open).toEqual([]);
    drive.command({ type: "resume" });

    expect(drive.open).toEqual(["action last"]);
    expect(drive.saga.context.steps["a"]?.outputAt).toBe(drive.types.indexOf("wait.due") + 1);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("prefers a callback to a time that was over while it was paused", () => {
    const drive = acknowledged({ await: { timeoutMs: 1000 } });
    drive.command({ type: "pause" });
    callBack(drive.elapse(), { outcome: "succeeded" });
    drive.command({ type: "resume" });

    expect(drive.open).toEqual(["action last"]);
  });

  test("is unknown at resume when its time was over while it was paused", () => {
    const drive = acknowledged({ await: { timeoutMs: 1000 } });
    drive.command({ type: "pause" });
    drive.elapse();
    drive.command({ type: "resume" });

    expect(lastOf(drive, "step.unknown").error?.type).toBe("Timeout");
  });

  test("waits for a call under way even when it is resumed", () => {
    const drive = awaiting();
    drive.command({ type: "pause" });
    callBack(drive, { outcome: "succeeded" });
    drive.command({ type: "resume" });
    expect(drive.open).toEqual(["action a"]);

    expect(drive.answer(timedOut).open).toEqual(["action last"]);
  });

  test("needs no call that was held any more", () => {
    const drive = awaiting({ retry: aRetry(3) }).answer(timedOut);
    drive.command({ type: "pause" });
    callBack(drive.elapse(), { outcome: "succeeded" });
    drive.command({ type: "resume" });

    expect(drive.open).toEqual(["action last"]);
  });

  test("cancelled while it waits counts as done, and undoes itself", () => {
    const drive = acknowledged();
    drive.command({ type: "cancel" });

    expect(lastOf(drive, "step.unknown")).toMatchObject({ tainted: true, undo: "unknown", outcome: "unknown" });
    expect(drive.open).toEqual(["undo a"]);
    expect(drive.answer(ok()).answer(ok()).saga.context.ended?.status).toBe("compensated");
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("cancelled while it waits is asked about where there is a verify", () => {
    const drive = acknowledged({ verify: { ...VERIFY, call: aCall("/v"), conclusive: true } as TaskState["verify"] });
    drive.command({ type: "cancel" });
    expect(drive.open).toEqual(["verify a"]);

    expect(drive.answer(ok({ done: false })).open).toEqual(["undo first"]);
  });

  test("cancelled while it waits just ends where it has no effect", () => {
    const drive = acknowledged({ kind: "readOnly", compensate: null });
    drive.command({ type: "cancel" });

    expect(drive.open).toEqual(["undo first"]);
  });

  test("cancelled during its call is not awaited any more: its 2xx counts as done", () => {
    const drive = awaiting({ compensate: READING_UNDO });
    drive.command({ type: "cancel" });
    drive.answer(ok({ ticket: 1 }));

    expect(drive.open).toEqual(["undo a"]);
    expect(lastBody(drive)).toEqual({ ticket: 1 });
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("cancelled while it was paused undoes what a callback told meanwhile", () => {
    const drive = acknowledged();
    drive.command({ type: "pause" });
    callBack(drive, { outcome: "succeeded" });
    drive.command({ type: "cancel" });

    expect(lastOf(drive, "step.succeeded")).toMatchObject({ state: "a", undo: "done" });
    expect(drive.open).toEqual(["undo a"]);
    expect(drive.folded()).toEqual(drive.saga);
  });

  test("cancelled with a held call undoes what a callback told meanwhile, and does not call", () => {
    const drive = awaiting({ retry: aRetry(3) }).answer(timedOut);
    drive.command({ type: "pause" });
    callBack(drive.elapse(), { outcome: "refused" });
    drive.command({ type: "cancel" });

    expect(drive.open).toEqual(["undo a"]);
  });

  test("can be previewed while it waits", () => {
    const drive = acknowledged();

    const plan = preview(drive.saga, aCommand({ type: "cancel", revision: drive.saga.seq }), drive.scope, {});

    expect(plan.plan.map((item) => item.state)).toEqual(["a", "first"]);
  });
});
