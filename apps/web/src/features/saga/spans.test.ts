import type { JournalEntryView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { timelineOf } from "./spans.ts";

describe("the timeline of a saga", () => {
  test("a call that is asked again stays one bar until its last answer", () => {
    const { spans } = timelineOf([
      entry(1, "saga.started", { opened: [opened()] }),
      answer(2, "step.retrying"),
      answer(3, "step.succeeded"),
    ]);

    expect(spans.map((span) => [(span.toMs ?? 0) - span.fromMs, span.outcome, span.answers])).toEqual([[2000, "ok", 2]]);
  });

  test("a call without a last answer is open", () => {
    const { spans } = timelineOf([entry(1, "saga.started", { opened: [opened()] }), answer(2, "step.retrying")]);

    expect(spans.map((span) => [span.toMs, span.outcome])).toEqual([[null, "open"]]);
  });

  test("an unknown outcome is not called failed", () => {
    const { spans } = timelineOf([entry(1, "saga.started", { opened: [opened()] }), answer(2, "step.unknown")]);

    expect(spans[0]?.outcome).toBe("unknown");
  });

  test("commands and turns of the saga are marks", () => {
    const { marks } = timelineOf([entry(1, "saga.started", {}), entry(2, "command.applied", {}), entry(3, "wait.started", {})]);

    expect(marks.map((mark) => mark.type)).toEqual(["saga.started", "command.applied"]);
  });
});

function answer(seq: number, type: string): JournalEntryView {
  return entry(seq, type, { callId: "ship#1/action" });
}

function opened() {
  return { callId: "ship#1/action", kind: "action", state: "ship", visit: 1 };
}

function entry(seq: number, type: string, data: unknown): JournalEntryView {
  return { seq, at: `2026-11-20T10:00:0${seq}.000Z`, type, data, hash: "" };
}
