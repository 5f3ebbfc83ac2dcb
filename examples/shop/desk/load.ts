import { randomUUID } from "node:crypto";
import type { Client } from "@skald/shared";
import { parseFaults } from "../faults/catalogue.ts";
import type { FaultDesk } from "../faults/desk.ts";
import { STORIES, type Story } from "../faults/stories.ts";
import { makeOrder, type OrderInput } from "./make-order.ts";

/** What the load switch is set to. */
interface LoadSetting {
  /** Orders a second, 0 to 20. */
  readonly perSecond: number;
  /** The share of orders with a fault, 0 to 1. */
  readonly troubleShare: number;
}

/** The setting and what came of it. */
interface LoadStatus extends LoadSetting {
  readonly started: number;
  readonly refused: number;
  readonly inFlight: number;
}

/** Places orders without end until it is set to 0. */
export interface Load {
  set(setting: LoadSetting): void;
  status(): LoadStatus;
}

export const PER_SECOND_MAX = 20;
/** An engine that does not answer must not collect requests here. */
const IN_FLIGHT_MAX = 40;

/** A load switch, off at first. */
export function createLoad(engine: Client, faults: FaultDesk): Load {
  let setting: LoadSetting = { perSecond: 0, troubleShare: 0.2 };
  let timer: NodeJS.Timeout | undefined;
  let counts = { started: 0, refused: 0, inFlight: 0 };

  const placeOne = async (): Promise<void> => {
    if (counts.inFlight >= IN_FLIGHT_MAX) return;
    counts = { ...counts, inFlight: counts.inFlight + 1 };
    const story = Math.random() < setting.troubleShare ? drawStory(Math.random()) : null;
    const isStarted = await startOrder(
      { engine, faults },
      makeOrder(`L-${randomUUID().slice(0, 13)}`, Math.random),
      story?.fault ?? null,
    ).then(
      () => true,
      () => false, // counted as refused: the page shows it, and the next tick tries another order
    );
    counts = {
      started: counts.started + (isStarted ? 1 : 0),
      refused: counts.refused + (isStarted ? 0 : 1),
      inFlight: counts.inFlight - 1,
    };
  };

  return {
    set: (next) => {
      clearInterval(timer);
      setting = { perSecond: clamp(next.perSecond, PER_SECOND_MAX), troubleShare: clamp(next.troubleShare, 1) };
      if (setting.perSecond === 0) return;
      timer = setInterval(() => void placeOne(), 1_000 / setting.perSecond);
    },
    status: () => ({ ...setting, ...counts }),
  };
}

/** Sets the faults of an order and starts its saga. The order's id is the key of the start: a repeated start is the same saga. */
export async function startOrder(
  { engine, faults }: { readonly engine: Client; readonly faults: FaultDesk },
  order: OrderInput,
  fault: string | null,
): Promise<string> {
  const parsed = fault === null ? [] : parseFaults(fault);
  if (typeof parsed === "string") throw new Error(parsed);
  if (parsed.length > 0) faults.setForOrder(order.orderId, parsed);
  const { saga } = await engine.startSaga({ definition: "shop/order", input: order }, { idempotencyKey: startKeyOf(order.orderId) });

  return saga.id;
}

/** The Idempotency-Key of an order's start. A header holds ASCII only, an order id anything. */
export function startKeyOf(orderId: string): string {
  return `order-${encodeURIComponent(orderId)}`;
}

/** The story a draw (0 to 1) falls on, by weight. */
export function drawStory(draw: number): Story | null {
  let left = draw * STORIES.reduce((sum, story) => sum + story.weight, 0);
  for (const story of STORIES) {
    left -= story.weight;
    if (left < 0) return story;
  }
  return null;
}

function clamp(value: number, max: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, 0), max) : 0;
}
