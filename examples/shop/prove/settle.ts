import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Client, SagaSummary } from "@skald/shared";
import type { FaultDesk } from "../faults/desk.ts";
import { retryUntil, waitUntil } from "./retry-until.ts";

const REST = new Set(["completed", "compensated", "failed", "terminated", "suspended"]);
const SETTLE_WITHIN_MS = 300_000;
const READ_WITHIN_MS = 60_000;
const ROUNDS_MAX = 10;

/** Every order saga, all pages. */
export function listAllSagas(engine: Client): Promise<readonly SagaSummary[]> {
  return retryUntil("list of sagas", READ_WITHIN_MS, async () => {
    const sagas: SagaSummary[] = [];
    for await (const saga of engine.allSagas({ definition: "shop/order" })) sagas.push(saga);
    return sagas;
  });
}

/**
 * Waits until every saga has ended or waits for a person. The list may be 2 s old, so the count must
 * be whole. After five minutes the sagas are returned as they are: the checker names those that move.
 */
export async function waitForRest(engine: Client, count: number): Promise<readonly SagaSummary[]> {
  const deadline = performance.now() + SETTLE_WITHIN_MS;
  for (;;) {
    const sagas = await listAllSagas(engine);
    const isAtRest = sagas.length >= count && sagas.every(({ status }) => REST.has(status));
    if (isAtRest || performance.now() > deadline) return sagas;
    await delay(250);
  }
}

/** Does what an operator does: switches the faults off and retries what is stuck. Returns how many sagas it repaired. */
export async function repairSuspended(engine: Client, faults: FaultDesk): Promise<number> {
  faults.clear();
  const repaired = new Set<string>();
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const sagas = await waitForRest(engine, 0);
    const suspended = sagas.filter(({ status }) => status === "suspended");
    if (suspended.length === 0) return repaired.size;
    await Promise.all(suspended.map((saga) => retryStuck(engine, saga)));
    for (const { id } of suspended) repaired.add(id);
    await waitUntil("retries taken up", 15_000, async () => {
      const now = await listAllSagas(engine);
      return suspended.every((before) => now.some(({ id, revision }) => id === before.id && revision > before.revision));
    });
  }
  return repaired.size; // what is still suspended is a difference, and the checker names it
}

async function retryStuck(engine: Client, { id }: SagaSummary): Promise<void> {
  await retryUntil(`retry of saga ${id}`, READ_WITHIN_MS, async () => {
    const { status, attention, revision } = await engine.getSaga(id);
    if (status !== "suspended") return; // somebody was faster, or an earlier try was applied
    const place = attention?.state == null ? {} : { state: attention.state };
    const lane = attention?.reason === "undo_failed" ? "undo" : "action";
    await engine.command(
      id,
      { type: "retry", lane, ...place, now: true, reason: "the fault is switched off" },
      { revision, idempotencyKey: randomUUID() },
    );
  });
}
