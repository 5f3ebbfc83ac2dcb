import type { ServiceLive } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { HealthPoll, UNKNOWN_HEALTH } from "./health-poll.ts";
import { aService, DrivenClock } from "./testing/fixtures.ts";

const WATCHED = aService({ baseUrl: "http://127.0.0.1:1", health: { path: "/health", intervalMs: 10_000 } });

function setup(
  services: Readonly<Record<string, ServiceLive>>,
  answers: readonly (string | null)[],
): { readonly clock: DrivenClock; readonly poll: HealthPoll; readonly asked: string[] } {
  const clock = new DrivenClock();
  const asked: string[] = [];
  const left = [...answers];
  const poll = new HealthPoll(
    clock,
    () => Object.entries(services),
    async (service, _live, path) => {
      asked.push(`${service}${path}`);
      return left.shift() ?? null;
    },
  );

  return { clock, poll, asked };
}

describe("health of services", () => {
  test("a service with a health path is asked at its interval", async () => {
    const { clock, asked } = setup({ "shop/inventory": WATCHED }, []);

    await clock.advance(25_000);

    expect(asked).toEqual(["shop/inventory/health", "shop/inventory/health", "shop/inventory/health"]);
  });

  test("up, down and why follow the last answer", async () => {
    const { clock, poll } = setup({ "shop/inventory": WATCHED }, [null, "answered 500"]);
    await clock.advance(0);
    const first = poll.healthOf("shop/inventory");

    await clock.advance(11_000);

    expect(first).toEqual({ health: "up", healthDetail: null, checkedAtMs: 0 });
    expect(poll.healthOf("shop/inventory")).toMatchObject({ health: "down", healthDetail: "answered 500" });
  });

  test("a service without a health path is unknown and never asked", async () => {
    const { clock, poll, asked } = setup({ "shop/inventory": aService({ baseUrl: "http://127.0.0.1:1" }) }, []);

    await clock.advance(30_000);

    expect(poll.healthOf("shop/inventory")).toEqual(UNKNOWN_HEALTH);
    expect(asked).toEqual([]);
  });

  test("nobody is asked after the end", async () => {
    const { clock, poll, asked } = setup({ "shop/inventory": WATCHED }, []);
    await clock.advance(0);

    await poll.stop();
    await clock.advance(60_000);

    expect(asked).toHaveLength(1);
  });
});
