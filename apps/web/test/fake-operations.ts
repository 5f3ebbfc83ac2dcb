import type { HealthDetailed, ServiceView, StatisticsView } from "@skald/shared";
import { CAPABILITIES } from "./fake-shop.ts";

const STATES: Readonly<Record<string, ServiceView["breaker"]["state"]>> = { payments: "open", shipping: "half-open" };

/** Five services: one breaker open, one half open, three closed. */
export function services(): ServiceView[] {
  return ["orders", "inventory", "payments", "shipping", "notifications"].map((name, place) => {
    const state = STATES[name] ?? "closed";
    const isOpen = state === "open";
    return {
      namespace: "shop",
      name,
      version: "1.0.0",
      setByHand: [],
      baseUrl: `http://127.0.0.1:${4101 + place}`,
      health: isOpen ? "down" : "up",
      healthDetail: isOpen ? "GET /health answered 503" : null,
      checkedAt: new Date(Date.now() - 4000).toISOString(),
      breaker: {
        state,
        override: null,
        overrideReason: null,
        failureRate: isOpen ? 0.82 : 0.002,
        failureRateMax: 0.5,
        calls: isOpen ? 240 : 3100,
        openedAt: state === "closed" ? null : new Date(Date.now() - 180_000).toISOString(),
        halfOpenAt: isOpen ? new Date(Date.now() + 24_000).toISOString() : null,
      },
      concurrency: { running: place, max: 50, waiting: isOpen ? 213 : 0 },
      rate: { limit: name === "inventory" ? 500 : null, perMs: name === "inventory" ? 1000 : null },
      latencyMs: { p50: 18 + place * 7, p95: 80 + place * 31 },
      operations: [{ name: "create", kind: "compensatable", undo: true, verify: place > 1 }],
    };
  });
}

/** The engine's own health, with one component degraded. */
export function healthDetailed(): HealthDetailed {
  return {
    status: "degraded",
    version: "0.1.0",
    uptimeSeconds: 93_784,
    at: new Date().toISOString(),
    ready: true,
    reasons: [],
    components: [
      { name: "database", status: "up", detail: "4 ms" },
      { name: "commit lanes", status: "up", detail: "2 of 2, oldest unit 3 ms" },
      { name: "outbox", status: "degraded", detail: "oldest pending 6m12s" },
      { name: "timers", status: "up", detail: "lag 0 ms" },
    ],
    services: services(),
    capabilities: [...CAPABILITIES],
  };
}

/** An hour of a small shop. */
export function statistics(byStatus: Record<string, number>): StatisticsView {
  const durationMs = { p50: 2100, p95: 8000, p99: 14_000, mean: 2600 };
  return {
    asOf: new Date().toISOString(),
    windowMs: 3_600_000,
    byStatus,
    started: 24_810,
    ended: 24_600,
    endedPerMinute: 410,
    compensationRate: 0.031,
    successRate: 0.962,
    stepCompletionRate: 0.991,
    meanSteps: 5.8,
    durationMs,
    hotSpots: [
      {
        definition: "shop/order",
        state: "ship",
        type: "AddressUnknown",
        count: 214,
        firstSeen: new Date(Date.now() - 1_500_000).toISOString(),
      },
      {
        definition: "shop/order",
        state: "authorise",
        type: "CardDeclined",
        count: 88,
        firstSeen: new Date(Date.now() - 3_100_000).toISOString(),
      },
      {
        definition: "shop/order",
        state: "reserve",
        type: "OutOfStock",
        count: 41,
        firstSeen: new Date(Date.now() - 900_000).toISOString(),
      },
    ],
    definitions: [
      { definition: "shop/order", version: "2.1.0", running: 6, ended: 23_900, successRate: 0.962, compensationRate: 0.031, durationMs },
      { definition: "shop/order", version: "2.0.3", running: 1, ended: 700, successRate: 0.951, compensationRate: 0.04, durationMs },
    ],
    series: Array.from({ length: 30 }, (_, slice) => ({
      at: new Date(Date.now() - (30 - slice) * 120_000).toISOString(),
      started: 700 + ((slice * 37) % 210),
      completed: 680 + ((slice * 31) % 190),
      compensated: 14 + ((slice * 7) % 22),
    })),
  };
}
