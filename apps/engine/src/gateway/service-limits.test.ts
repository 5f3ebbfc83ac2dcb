import { describe, expect, test } from "vitest";
import type { BreakerOverride } from "../ports/definitions.ts";
import { type Admission, type Limits, ServiceLimits } from "./service-limits.ts";
import { DrivenClock, NOBODY_CANCELS, settled } from "./testing/fixtures.ts";

const UNLIMITED: Limits = { concurrency: null, rateLimit: null, circuitBreaker: null };
const BREAKER = { failureRate: 0.5, minimumCalls: 2, windowMs: 10_000, halfOpenAfterMs: 5_000 };

function setup(override?: BreakerOverride): { readonly clock: DrivenClock; readonly limits: ServiceLimits } {
  const clock = new DrivenClock();

  return { clock, limits: new ServiceLimits(clock, () => override) };
}

function settle(admission: Admission, verdict: "succeeded" | "failed" | "neutral" = "succeeded"): void {
  if (admission.ok) admission.permit.settle(verdict);
}

/** What has been admitted so far, by number. */
function watch(admissions: readonly Promise<Admission>[]): number[] {
  const admitted: number[] = [];
  for (const [index, admission] of admissions.entries()) void admission.then(({ ok }) => ok && admitted.push(index));

  return admitted;
}

describe("limits of a service", () => {
  test("a call beyond the concurrency waits until one ends, first come first served", async () => {
    const { limits } = setup();
    const model = { ...UNLIMITED, concurrency: 1 };
    const first = await limits.admit(model, NOBODY_CANCELS);
    const admitted = watch([limits.admit(model, NOBODY_CANCELS), limits.admit(model, NOBODY_CANCELS)]);
    await settled();
    const before = [...admitted];

    settle(first);
    await settled();

    expect(before).toEqual([]);
    expect(admitted).toEqual([0]);
    expect(limits.figures(model)).toMatchObject({ running: 1, waiting: 1 });
  });

  test("who is cancelled while waiting is not sent and holds nobody up", async () => {
    const { limits } = setup();
    const model = { ...UNLIMITED, concurrency: 1 };
    const first = await limits.admit(model, NOBODY_CANCELS);
    const controller = new AbortController();
    const second = limits.admit(model, controller.signal);
    const third = limits.admit(model, NOBODY_CANCELS);

    controller.abort();
    settle(first);

    expect(await second).toEqual({ ok: false, observation: { kind: "notSent", reason: "cancelled before it was sent" } });
    expect((await third).ok).toBe(true);
  });

  test("calls beyond the rate wait for their token, in order", async () => {
    const { clock, limits } = setup();
    const model = { ...UNLIMITED, rateLimit: { limit: 2, perMs: 1_000 } };
    const admitted = watch(Array.from({ length: 5 }, () => limits.admit(model, NOBODY_CANCELS)));

    await clock.advance(999);
    const within = [...admitted];
    await clock.advance(100);
    const after = [...admitted];
    await clock.advance(1_100);

    expect(within).toEqual([0, 1]);
    expect(after).toEqual([0, 1, 2, 3]);
    expect(admitted).toEqual([0, 1, 2, 3, 4]);
  });

  test("an open breaker refuses at once and says when to come again", async () => {
    const { clock, limits } = setup();
    const model = { ...UNLIMITED, circuitBreaker: BREAKER };
    settle(await limits.admit(model, NOBODY_CANCELS), "failed");
    settle(await limits.admit(model, NOBODY_CANCELS), "failed");
    await clock.advance(2_000);

    const refused = await limits.admit(model, NOBODY_CANCELS);

    expect(refused).toEqual({
      ok: false,
      observation: { kind: "notSent", reason: "breaker open", breakerOpen: true, retryAfterMs: 3_000 },
    });
  });

  test("a breaker that opens sends the whole queue away", async () => {
    const { limits } = setup();
    const model = { concurrency: 2, rateLimit: null, circuitBreaker: BREAKER };
    const [first, second] = await Promise.all([limits.admit(model, NOBODY_CANCELS), limits.admit(model, NOBODY_CANCELS)]);
    const queue = Array.from({ length: 20 }, () => limits.admit(model, NOBODY_CANCELS));

    settle(first, "failed");
    settle(second, "failed");
    const answers = await Promise.all(queue.slice(1));

    expect(answers.every((answer) => !answer.ok && answer.observation.kind === "notSent" && answer.observation.breakerOpen)).toBe(true);
  });

  test("after halfOpenAfter three probes go, and their success lets everybody through", async () => {
    const { clock, limits } = setup();
    const model = { ...UNLIMITED, circuitBreaker: BREAKER };
    settle(await limits.admit(model, NOBODY_CANCELS), "failed");
    settle(await limits.admit(model, NOBODY_CANCELS), "failed");
    await clock.advance(5_000);
    const probes = await Promise.all(Array.from({ length: 4 }, () => limits.admit(model, NOBODY_CANCELS)));

    for (const probe of probes) settle(probe);

    expect(probes.map(({ ok }) => ok)).toEqual([true, true, true, false]);
    expect(limits.figures(model).breaker.phase).toBe("closed");
  });

  test("a breaker held open by hand refuses with the reason that was given", async () => {
    const { limits } = setup({ state: "open", reason: "maintenance" });

    expect(await limits.admit(UNLIMITED, NOBODY_CANCELS)).toMatchObject({
      observation: { breakerOpen: true, reason: "breaker open, set by hand: maintenance" },
    });
  });

  test("a breaker held closed by hand lets calls through whatever they come to", async () => {
    const { limits } = setup({ state: "closed", reason: "we know" });
    const model = { ...UNLIMITED, circuitBreaker: BREAKER };
    settle(await limits.admit(model, NOBODY_CANCELS), "failed");
    settle(await limits.admit(model, NOBODY_CANCELS), "failed");

    expect((await limits.admit(model, NOBODY_CANCELS)).ok).toBe(true);
  });

  test("a service without a breaker shows its failures and is never refused", async () => {
    const { limits } = setup();
    for (let call = 0; call < 50; call += 1) settle(await limits.admit(UNLIMITED, NOBODY_CANCELS), "failed");

    expect(limits.figures(UNLIMITED)).toMatchObject({ calls: 50, failureRate: 1, breaker: { phase: "closed" } });
  });
});
