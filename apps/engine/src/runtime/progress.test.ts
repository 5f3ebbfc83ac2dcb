import { describe, expect, test } from "vitest";
import type { ServiceState } from "../ports/gateway.ts";
import type { ProgressReport } from "../ports/health.ts";
import { createProgress } from "./progress.ts";
import type { HostVitals } from "./vitals.ts";

const WELL: HostVitals = { scanAgeMs: 900, storeAwayMs: null, dueAgeMs: 0, residents: 3, calls: 2, accepting: true };

function check(vitals: Partial<HostVitals>, oldestMs = 0, services: readonly ServiceState[] = []): Promise<ProgressReport> {
  return createProgress({
    host: { vitals: () => ({ ...WELL, ...vitals }) },
    store: { backlog: () => ({ units: 1, oldestMs }) },
    gateway: { services: () => services },
  }).check();
}

describe("progress", () => {
  test("an engine whose work goes on is ready", async () => {
    expect(await check({})).toMatchObject({ ready: true, reasons: [] });
  });

  test.each<[string, Partial<HostVitals>]>([
    ["it is stopping", { accepting: false }],
    ["no scan ever ran", { scanAgeMs: null }],
    ["the last scan is old", { scanAgeMs: 5001 }],
    ["the database takes no commits", { storeAwayMs: 10 }],
    ["a timer is due for long", { dueAgeMs: 30_000 }],
  ])("it is not ready when %s", async (_why, vitals) => {
    const report = await check(vitals);

    expect(report.ready).toBe(false);
    expect(report.reasons).toHaveLength(1);
  });

  test("it is not ready when a unit waits for long, even if the process looks fine", async () => {
    expect((await check({}, 30_000)).ready).toBe(false);
  });

  test("an open breaker degrades a component and keeps the engine ready", async () => {
    const stock: ServiceState = {
      service: "shop/stock",
      breaker: "open",
      failureRate: 1,
      calls: 10,
      openedAtMs: 0,
      halfOpenAtMs: 0,
      running: 0,
      waiting: 0,
      latencyMs: { p50: null, p95: null },
      health: "unknown",
      healthDetail: null,
      checkedAtMs: null,
    };

    const report = await check({}, 0, [stock]);

    expect(report.ready).toBe(true);
    expect(report.components.find(({ name }) => name === "services")).toMatchObject({
      status: "degraded",
      detail: expect.stringContaining("shop/stock"),
    });
  });
});
