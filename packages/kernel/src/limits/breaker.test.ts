import type { BreakerModel } from "@skald/dsl";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Breaker, breakerFigures, breakerNow, breakerRetryAfterMs, CLOSED_BREAKER, mayCall, reduceBreaker } from "./breaker.ts";

const MODEL: BreakerModel = { failureRate: 0.5, minimumCalls: 4, windowMs: 10_000, halfOpenAfterMs: 5_000 };

function settle(breaker: Breaker, verdict: "succeeded" | "failed" | "neutral", nowMs: number): Breaker {
  const begun = reduceBreaker(breaker, { kind: "started" }, { model: MODEL, nowMs });

  return reduceBreaker(begun, { kind: "settled", epoch: begun.epoch, verdict }, { model: MODEL, nowMs });
}

function settleAll(verdicts: readonly ("succeeded" | "failed" | "neutral")[], from: Breaker, nowMs: number): Breaker {
  return verdicts.reduce((breaker, verdict) => settle(breaker, verdict, nowMs), from);
}

const openedAt = (nowMs: number): Breaker => settleAll(["failed", "failed", "failed", "failed"], CLOSED_BREAKER, nowMs);

describe("breaker", () => {
  test("fewer calls than the minimum never open it", () => {
    const breaker = settleAll(["failed", "failed", "failed"], CLOSED_BREAKER, 0);

    expect(breaker.phase).toBe("closed");
  });

  test("the minimum of calls at the failure rate opens it", () => {
    const breaker = settleAll(["succeeded", "succeeded", "failed", "failed"], CLOSED_BREAKER, 0);

    expect(breaker.phase).toBe("open");
  });

  test("failures older than the window are forgotten", () => {
    const early = settleAll(["failed", "failed", "failed"], CLOSED_BREAKER, 0);

    const later = settle(early, "failed", 10_000);

    expect(later.phase).toBe("closed");
    expect(breakerFigures(later, MODEL, 10_000)).toEqual({ calls: 1, failureRate: 1 });
  });

  test("results that say nothing of the service are not counted", () => {
    const breaker = settleAll(["neutral", "neutral", "neutral", "neutral", "neutral"], CLOSED_BREAKER, 0);

    expect(breaker).toEqual(CLOSED_BREAKER);
  });

  test("three successful probes close it", () => {
    const breaker = settleAll(["succeeded", "succeeded", "succeeded"], openedAt(0), 5_000);

    expect(breaker.phase).toBe("closed");
    expect(breaker.window).toEqual([]);
  });

  test("one failed probe opens it again for the whole time", () => {
    const breaker = settle(openedAt(0), "failed", 5_000);

    expect(breaker).toMatchObject({ phase: "open", openedAtMs: 5_000 });
    expect(mayCall(breaker, MODEL, 9_999)).toBe(false);
  });

  test("a probe that says nothing gives its place back", () => {
    const breaker = settleAll(["neutral", "neutral", "neutral", "neutral"], openedAt(0), 5_000);

    expect(breaker).toMatchObject({ phase: "half-open", probes: { running: 0, succeeded: 0 } });
    expect(mayCall(breaker, MODEL, 5_000)).toBe(true);
  });

  test("half-open lets three calls through at once and no more", () => {
    let breaker = openedAt(0);
    for (let probe = 0; probe < 3; probe += 1) breaker = reduceBreaker(breaker, { kind: "started" }, { model: MODEL, nowMs: 5_000 });

    expect(mayCall(breaker, MODEL, 5_000)).toBe(false);
    expect(breakerRetryAfterMs(breaker, MODEL, 5_000)).toBe(1000);
  });

  test("a refused call is told when the breaker will be half-open", () => {
    expect(breakerRetryAfterMs(openedAt(0), MODEL, 1_000)).toBe(4_000);
  });

  test("a call begun before the breaker opened changes nothing when it ends", () => {
    const open = openedAt(0);
    const halfOpen = breakerNow(open, MODEL, 6_000);

    const after = reduceBreaker(open, { kind: "settled", epoch: 0, verdict: "failed" }, { model: MODEL, nowMs: 6_000 });

    expect(after).toEqual(halfOpen);
  });

  test("an open breaker lets nothing through before halfOpenAfter, whatever ends meanwhile", () => {
    const ends = fc.array(
      fc.record({
        afterMs: fc.integer({ min: 0, max: 900 }),
        epoch: fc.integer({ min: 0, max: 3 }),
        verdict: fc.constantFrom("succeeded", "failed", "neutral"),
      }),
      { maxLength: 5 },
    );

    fc.assert(
      fc.property(ends, (events) => {
        let breaker = openedAt(0);
        let nowMs = 0;
        for (const event of events) {
          nowMs += event.afterMs;
          breaker = reduceBreaker(breaker, { kind: "settled", epoch: event.epoch, verdict: event.verdict }, { model: MODEL, nowMs });
          expect(mayCall(breaker, MODEL, nowMs)).toBe(false);
        }
      }),
    );
  });

  test("half-open never has more than three probes running or succeeded, in any order of events", () => {
    const steps = fc.array(fc.constantFrom("start", "succeeded", "failed", "neutral", "wait"), { maxLength: 60 });

    fc.assert(
      fc.property(steps, (order) => {
        let breaker = openedAt(0);
        let nowMs = 0;
        const running: number[] = [];
        for (const step of order) {
          if (step === "wait") nowMs += 2_500;
          else if (step === "start" && mayCall(breaker, MODEL, nowMs)) {
            breaker = reduceBreaker(breaker, { kind: "started" }, { model: MODEL, nowMs });
            running.push(breaker.epoch);
          } else if (step !== "start" && running.length > 0) {
            const epoch = running.shift() ?? 0;
            breaker = reduceBreaker(breaker, { kind: "settled", epoch, verdict: step }, { model: MODEL, nowMs });
          }
          expect(breaker.probes.running).toBeGreaterThanOrEqual(0);
          expect(breaker.probes.running + breaker.probes.succeeded).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  test("that has seen no call has no failures", () => {
    expect(breakerFigures(CLOSED_BREAKER, MODEL, 0)).toEqual({ calls: 0, failureRate: 0 });
  });
});
