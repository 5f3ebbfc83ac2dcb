import { setTimeout as delay } from "node:timers/promises";
import { ApiError, type Client } from "@skald/shared";
import { startKeyOf } from "../desk/load.ts";
import { parseFaults } from "../faults/catalogue.ts";
import type { FaultDesk } from "../faults/desk.ts";
import type { Acknowledged } from "./evidence.ts";
import { inputOf, type OrderLine } from "./order-line.ts";
import { retryUntil } from "./retry-until.ts";

/** Starts are spread, so that the kills fall between them too. */
const PAUSE_MS = 40;
const START_WITHIN_MS = 120_000;

/**
 * Places every order. A start whose answer was lost is sent again with the same key; what is
 * returned are the starts the engine has acknowledged.
 */
export async function playOrders(
  lines: readonly OrderLine[],
  { engine, faults }: { engine: Client; faults: FaultDesk },
): Promise<readonly Acknowledged[]> {
  const starts: Promise<Acknowledged>[] = [];
  for (const line of lines) {
    setFaults(line, faults);
    starts.push(placeOrder(line, engine));
    await delay(PAUSE_MS);
  }
  return Promise.all(starts);
}

function setFaults({ orderId, fault }: OrderLine, faults: FaultDesk): void {
  if (fault === null) return;
  const parsed = parseFaults(fault);
  if (typeof parsed === "string") throw new Error(`orders.jsonl, order "${orderId}": ${parsed}`);
  faults.setForOrder(orderId, parsed);
}

async function placeOrder(line: OrderLine, engine: Client): Promise<Acknowledged> {
  const { orderId, total, items, fault } = line;
  const request = { definition: "shop/order", input: inputOf(line) };
  const sagaId = await retryUntil(`start of order "${orderId}"`, START_WITHIN_MS, async () => {
    try {
      return (await engine.startSaga(request, { idempotencyKey: startKeyOf(orderId) })).saga.id;
    } catch (error) {
      if (error instanceof ApiError && isRefusal(error.status)) return error;
      throw error;
    }
  });
  if (sagaId instanceof ApiError) throw sagaId;

  return { orderId, sagaId, total, items, isFine: fault === null };
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
