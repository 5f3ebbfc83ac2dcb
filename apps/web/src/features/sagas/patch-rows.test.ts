import type { SagaList, SagaSummary } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { missingRows, patchRows, sortHints } from "./patch-rows.ts";

const OLD = "01990000-0000-7000-8000-000000000001";
const NEW = "01990000-0000-7000-8000-000000000009";

describe("rows of the list", () => {
  test("a newer row takes the place of the older one and the order stays", () => {
    const list = aList([aRow({ id: NEW }), aRow({ id: OLD, revision: 3 })]);

    const patched = patchRows(list, [aRow({ id: OLD, revision: 4, status: "completed" })]);

    expect(patched.items.map((row) => [row.id, row.revision])).toEqual([
      [NEW, 1],
      [OLD, 4],
    ]);
  });

  test("an older answer that arrives late changes nothing", () => {
    const list = aList([aRow({ id: OLD, revision: 5 })]);

    const patched = patchRows(list, [aRow({ id: OLD, revision: 4 })]);

    expect(patched.items[0]?.revision).toBe(5);
  });

  test("a hint about a saga younger than the first row counts as new, an older one does not", () => {
    const rows = [aRow({ id: "01990000-0000-7000-8000-000000000005" })];

    const work = sortHints(rows, [
      { id: NEW, revision: 1 },
      { id: OLD, revision: 8 },
    ]);

    expect(work).toEqual({ stale: [], fresh: [NEW] });
  });

  test("a hint no newer than the row asks for nothing", () => {
    const work = sortHints([aRow({ id: OLD, revision: 7 })], [{ id: OLD, revision: 7 }]);

    expect(work).toEqual({ stale: [], fresh: [] });
  });

  test("a live row that left the filter is read by itself", () => {
    const ids = missingRows([aRow({ id: OLD }), aRow({ id: NEW, endedAt: "2026-11-20T10:00:00.000Z" })], []);

    expect(ids).toEqual([OLD]);
  });
});

function aList(items: SagaSummary[]): SagaList {
  return { items, nextCursor: null, asOf: "2026-11-20T10:00:00.000Z" };
}

function aRow(own: Partial<SagaSummary>): SagaSummary {
  return {
    id: OLD,
    namespace: "shop",
    definition: "shop/order",
    version: "1.0.0",
    hash: "sha256:0",
    key: null,
    labels: {},
    status: "running",
    phase: "forward",
    attention: null,
    held: false,
    revision: 1,
    progress: { percent: 0, completedSteps: 0, totalSteps: 5, undone: 0, toUndo: 0 },
    current: [],
    attemptsMax: 1,
    cause: null,
    waived: [],
    startedAt: "2026-11-20T10:00:00.000Z",
    updatedAt: "2026-11-20T10:00:00.000Z",
    endedAt: null,
    deadline: null,
    traceId: "0",
    ...own,
  };
}
