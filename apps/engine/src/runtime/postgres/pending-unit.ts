import type { Unit, UnitOutcome } from "../../ports/saga-store.ts";

/** A batch is at most this many units … */
export const BATCH_UNITS_MAX = 500;
/** … and this many bytes, unless a single unit is larger. */
export const BATCH_BYTES_MAX = 4 * 1024 * 1024;

/** What a checkpoint weighs beside its entries, roughly; it is turned into text only when it is sent. */
const CHECKPOINT_BYTES = 4 * 1024;

/** A unit that waits for its commit. */
export interface PendingUnit {
  readonly unit: Unit;
  readonly bytes: number;
  readonly queuedAtMs: number;
  readonly settle: (outcome: UnitOutcome) => void;
}

/** Bytes a unit adds to a batch, roughly. */
export function weigh(unit: Unit): number {
  let bytes = unit.checkpoint === null ? 0 : CHECKPOINT_BYTES;
  for (const entry of unit.entries) bytes += entry.data.length + 100;
  return bytes;
}

/**
 * Takes the next batch off the queue, in order. A second unit of a saga stays for the batch after:
 * one statement must not write a row twice.
 */
export function takeBatch(queue: PendingUnit[]): readonly PendingUnit[] {
  const batch: PendingUnit[] = [];
  const left: PendingUnit[] = [];
  const sagas = new Set<string>();
  let bytes = 0;
  for (const [index, pending] of queue.entries()) {
    if (batch.length === BATCH_UNITS_MAX || (batch.length > 0 && bytes + pending.bytes > BATCH_BYTES_MAX)) {
      left.push(...queue.slice(index));
      break;
    }
    if (sagas.has(pending.unit.sagaId)) {
      left.push(pending);
      continue;
    }
    sagas.add(pending.unit.sagaId);
    batch.push(pending);
    bytes += pending.bytes;
  }
  queue.splice(0, queue.length, ...left);
  return batch;
}
