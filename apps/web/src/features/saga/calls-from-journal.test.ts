import type { JournalEntryView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { callsFromJournal } from "./calls-from-journal.ts";

describe("calls read from a journal", () => {
  test("a call is opened by one entry and answered by later ones", () => {
    const error = { type: "Unavailable", status: 503, detail: "try later" };
    const calls = callsFromJournal([
      entry(1, "saga.started", { opened: [opened("reserve", "action")] }),
      entry(2, "step.retrying", { callId: "reserve#1/action", error }),
      entry(3, "step.retried", { callId: "reserve#1/action" }),
      entry(4, "step.succeeded", { callId: "reserve#1/action", status: 200, body: "{}" }),
    ]);

    expect(calls.map((call) => [call.state, call.answers.map((answer) => answer.summary)])).toEqual([
      ["reserve", ["HTTP 503 · Unavailable · try later", "HTTP 200"]],
    ]);
  });

  test("an answer to the undo is not one to the step", () => {
    const calls = callsFromJournal([
      entry(1, "saga.started", { opened: [opened("reserve", "action")] }),
      entry(2, "undo.started", { callId: "reserve#1/undo", opened: [opened("reserve", "undo")] }),
      entry(3, "undo.failed", { callId: "reserve#1/undo", error: { type: "Timeout", status: null, detail: "no answer within 5 s" } }),
    ]);

    expect(calls.map((call) => [call.kind, call.answers.map((answer) => answer.summary)])).toEqual([
      ["action", []],
      ["undo", ["Timeout · no answer within 5 s"]],
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
