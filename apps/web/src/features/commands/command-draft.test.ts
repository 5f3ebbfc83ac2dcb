import type { PreviewView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import type { WantedCommand } from "#lib/command-desk.tsx";
import { confirmLabel, EMPTY_DRAFT, missingOf, planRequestOf, requestOf } from "./command-draft.ts";

const SAGA = "01990000-0000-7000-8000-00000000c3a1";

describe("a command being drafted", () => {
  test("what has effects needs a reason of ten characters", () => {
    const short = missingOf(wanted("compensate"), { ...EMPTY_DRAFT, reason: "too short" }, rules("R3"));
    const enough = missingOf(wanted("compensate"), { ...EMPTY_DRAFT, reason: "long enough" }, rules("R3"));

    expect([short.reason === undefined, enough]).toEqual([false, {}]);
  });

  test("white space is no reason", () => {
    const missing = missingOf(wanted("compensate"), { ...EMPTY_DRAFT, reason: "                " }, rules("R3"));

    expect(missing).toHaveProperty("reason");
  });

  test("what cannot be taken back needs the end of the id", () => {
    const draft = { ...EMPTY_DRAFT, reason: "customer asked for it" };

    const wrong = missingOf(wanted("terminate"), { ...draft, typed: "0000" }, rules("R4"));
    const right = missingOf(wanted("terminate"), { ...draft, typed: "c3a1" }, rules("R4"));

    expect([Object.keys(wrong), right]).toEqual([["typed"], {}]);
  });

  test("done by hand needs evidence", () => {
    const missing = missingOf(wanted("complete"), { ...EMPTY_DRAFT, reason: "refunded in the portal" }, rules("R3"));

    expect(Object.keys(missing)).toEqual(["evidence"]);
  });

  test("a reversible command needs nothing", () => {
    expect(missingOf(wanted("pause"), EMPTY_DRAFT, rules("R1"))).toEqual({});
  });

  test("the revision is never in the body, the plan always is", () => {
    const request = requestOf(wanted("retry", "authorise"), { ...EMPTY_DRAFT, reason: " fixed " }, aPreview());

    expect(request).toEqual({ type: "retry", state: "authorise", lane: "undo", now: true, planHash: "sha256:plan", reason: "fixed" });
  });

  test("the preview is asked only with what the plan depends on", () => {
    const request = planRequestOf(wanted("compensate"), { ...EMPTY_DRAFT, reason: "secret words", downTo: "reserve" });

    expect(request).toEqual({ type: "compensate", then: "end", downTo: "reserve" });
  });

  test("the button names how many steps are undone", () => {
    expect(confirmLabel(wanted("compensate"), aPreview())).toBe("Compensate 2 steps");
  });
});

function wanted(type: WantedCommand["type"], state: string | null = null): WantedCommand {
  return { type, state, lane: state === null ? null : "undo" };
}

function rules(risk: "R1" | "R3" | "R4") {
  return { risk, policy: [], sagaId: SAGA };
}

function aPreview(): PreviewView {
  const item = {
    state: "x",
    visit: 1,
    lane: "undo" as const,
    call: null,
    note: null,
    idempotencyKey: null,
    service: null,
    breaker: null,
    request: null,
  };
  return {
    revision: 4,
    allowed: true,
    why: null,
    risk: "R3",
    policy: [],
    sentence: "",
    plan: [
      { ...item, order: 0, status: "nothing_to_undo" },
      { ...item, order: 1, status: "will_run" },
      { ...item, order: 2, status: "will_run" },
    ],
    warnings: [],
    irreversible: true,
    planHash: "sha256:plan",
    expiresAt: "2026-11-20T10:00:00.000Z",
  };
}
