import type { HealthDetailed, SagaSummary } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { needsOf } from "./needs.ts";

describe("what needs a person", () => {
  test("an incomplete rollback stands above everything else, however young", () => {
    const needs = needsOf(
      [aSaga("stuck_forward", "2026-11-20T09:00:00.000Z"), aSaga("undo_failed", "2026-11-20T10:00:00.000Z")],
      undefined,
    );

    expect(needs.map((need) => need.face.word)).toEqual(["Rollback incomplete", "Stuck after pivot"]);
  });

  test("of two alike the older comes first", () => {
    const needs = needsOf([aSaga("undo_failed", "2026-11-20T10:00:00.000Z"), aSaga("undo_failed", "2026-11-20T09:00:00.000Z")], undefined);

    expect(needs.map((need) => need.since?.slice(11, 13))).toEqual(["09", "10"]);
  });

  test("healthy parts of the engine are not mentioned", () => {
    const health = { components: [{ name: "database", status: "up", detail: "" }], services: [] } as unknown as HealthDetailed;

    expect(needsOf([], health)).toEqual([]);
  });
});

function aSaga(reason: "undo_failed" | "stuck_forward", since: string): SagaSummary {
  return {
    id: since,
    definition: "shop/order",
    key: "O-1",
    status: "suspended",
    attention: { reason, state: "ship", since },
    current: [],
    cause: null,
    progress: {},
    waived: [],
  } as unknown as SagaSummary;
}
