import { describe, expect, test } from "vitest";
import type { Unit } from "../../ports/saga-store.ts";
import { BATCH_BYTES_MAX, BATCH_UNITS_MAX, type PendingUnit, takeBatch } from "./pending-unit.ts";

const sagas = (batch: readonly PendingUnit[]): readonly string[] => batch.map(({ unit }) => unit.sagaId);

function aPending(sagaId: string, bytes = 1): PendingUnit {
  const unit: Unit = { sagaId, entries: [], start: null, checkpoint: null, timers: { set: [], clear: [] }, command: null };
  return { unit, bytes, queuedAtMs: 0, settle: () => undefined };
}

describe("the next batch", () => {
  test("holds the oldest units, up to its size", () => {
    const queue = Array.from({ length: BATCH_UNITS_MAX + 2 }, (_, index) => aPending(`saga-${index}`));

    const batch = takeBatch(queue);

    expect(batch).toHaveLength(BATCH_UNITS_MAX);
    expect(sagas(queue)).toEqual([`saga-${BATCH_UNITS_MAX}`, `saga-${BATCH_UNITS_MAX + 1}`]);
  });

  test("is bounded by bytes", () => {
    const queue = [aPending("a", BATCH_BYTES_MAX - 1), aPending("b", 2), aPending("c", 1)];

    expect(sagas(takeBatch(queue))).toEqual(["a"]);
    expect(sagas(takeBatch(queue))).toEqual(["b", "c"]);
  });

  test("takes a unit that is larger than a batch alone", () => {
    const queue = [aPending("a", BATCH_BYTES_MAX * 2), aPending("b")];

    expect(sagas(takeBatch(queue))).toEqual(["a"]);
  });

  test("holds one unit of a saga, and leaves the next in order", () => {
    const queue = [aPending("a"), aPending("a", 2), aPending("b"), aPending("a", 3)];

    const batch = takeBatch(queue);

    expect(sagas(batch)).toEqual(["a", "b"]);
    expect(queue.map(({ bytes }) => bytes)).toEqual([2, 3]);
  });
});
