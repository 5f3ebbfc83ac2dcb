import type { SagaSummary } from "@skald/shared";
import { describe, expect, test } from "vitest";
import type { Face } from "./faces.ts";
import { ATTENTION, describeSaga, SAGA_STATUS } from "./status.ts";

describe("the face of a saga", () => {
  test.each([
    [{ status: "compensating", progress: progress(1, 4) }, "Undoing 2 of 4"],
    [{ status: "completed", held: true }, "Completed, held by its parent"],
    [{ status: "compensated", waived: ["ship"] }, "Rolled back, 1 waived"],
    [{ status: "suspended", attention: attention("undo_failed") }, "Rollback incomplete"],
    [{ status: "suspended", attention: attention("deadline") }, "Out of time"],
    [{ status: "running", attention: attention("deadline") }, "Late, still going forward"],
    [{ status: "running", attention: attention("in_doubt") }, "In doubt, retrying"],
  ] as const)("%o reads %s", (own, word) => {
    expect(describeSaga(aSaga(own as Partial<SagaSummary>)).word).toBe(word);
  });

  test("a status of a newer engine is shown by its raw word, never guessed", () => {
    const face = describeSaga(aSaga({ status: "dreaming" as SagaSummary["status"] }));

    expect(face).toEqual({ word: "dreaming", icon: "question", tone: "idle" });
  });

  test("rolled back and rollback incomplete share neither word, shape nor colour", () => {
    const [done, incomplete]: readonly [Face, Face] = [SAGA_STATUS.compensated, ATTENTION.undo_failed];

    expect([done.word === incomplete.word, done.icon === incomplete.icon, done.tone === incomplete.tone]).toEqual([false, false, false]);
  });
});

function aSaga(own: Partial<SagaSummary>): SagaSummary {
  return { status: "running", attention: null, held: false, waived: [], current: [], progress: progress(0, 0), ...own } as SagaSummary;
}

function progress(undone: number, toUndo: number) {
  return { percent: 0, completedSteps: 0, totalSteps: 5, undone, toUndo };
}

function attention(reason: string) {
  return { reason, state: "ship", since: "2026-11-20T10:00:00.000Z" };
}
