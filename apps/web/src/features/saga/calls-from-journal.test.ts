import type { JournalEntryView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { callsFromJournal } from "./calls-from-journal.ts";

describe("calls read from a journal", () => {
  test("a call is opened by one entry and answered by later ones", () => {
    const calls = callsFromJournal([
      entry(1, "saga.started", { opened: [opened("reserve", "action")] }),
      entry(2, "step.retrying", { state: "reserve", visit: 1, observation: { kind: "answered", status: 503, headers: {}, body: "busy" } }),
      entry(3, "step.succeeded", { state: "reserve", visit: 1, observation: { kind: "answered", status: 200, headers: {}, body: "{}" } }),
    ]);

    expect(calls.map((call) => [call.state, call.answers.map((answer) => answer.summary)])).toEqual([
      ["reserve", ["HTTP 503", "HTTP 200"]],
    ]);
  });

  test("an answer to the undo is not one to the step", () => {
    const calls = callsFromJournal([
      entry(1, "saga.started", { opened: [opened("reserve", "action")] }),
      entry(2, "undo.started", { state: "reserve", visit: 1, opened: [opened("reserve", "undo")] }),
      entry(3, "undo.failed", { state: "reserve", visit: 1, observation: { kind: "lost", reason: "timed out", timedOut: true } }),
    ]);

    expect(calls.map((call) => [call.kind, call.answers.map((answer) => answer.summary)])).toEqual([
      ["action", []],
      ["undo", ["no answer: timed out"]],
    ]);
  });

  test("entries of an unknown shape are passed over", () => {
    expect(callsFromJournal([entry(1, "saga.dreamt", "text"), entry(2, "step.failed", null)])).toEqual([]);
  });
});

function entry(seq: number, type: string, data: unknown): JournalEntryView {
  return { seq, at: `2026-11-20T10:00:0${seq}.000Z`, type, data, hash: "" };
}

function opened(state: string, kind: string) {
  return {
    callId: `${state}#1/${kind}`,
    kind,
    state,
    visit: 1,
    request: { method: "POST", service: "shop/inventory", target: "/reserve", headers: {}, body: null },
  };
}
