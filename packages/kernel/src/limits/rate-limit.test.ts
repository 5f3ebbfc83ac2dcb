import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FULL_RATE_LIMIT, mayTake, nextTokenAtMs, takeToken } from "./rate-limit.ts";

const MODEL = { limit: 3, perMs: 1_000 };

describe("rate limit", () => {
  test("after the limit the next token comes back within one span and a slice", () => {
    let rate = FULL_RATE_LIMIT;
    for (let taken = 0; taken < 3; taken += 1) rate = takeToken(rate, MODEL, 10);

    expect(mayTake(rate, MODEL, 1_009)).toBe(false);
    expect(nextTokenAtMs(rate, MODEL, 10)).toBe(1_050);
    expect(mayTake(rate, MODEL, 1_050)).toBe(true);
  });

  test("a token that is there can be taken now", () => {
    expect(nextTokenAtMs(FULL_RATE_LIMIT, MODEL, 77)).toBe(77);
  });

  test("a limit that was lowered waits until enough tokens are back", () => {
    let rate = FULL_RATE_LIMIT;
    for (const atMs of [0, 100, 200]) rate = takeToken(rate, MODEL, atMs);

    expect(nextTokenAtMs(rate, { limit: 1, perMs: 1_000 }, 300)).toBe(1_250);
    expect(nextTokenAtMs(rate, { limit: 0, perMs: 1_000 }, 300)).toBe(1_300);
  });

  test("in any span of perMs never more than the limit is taken, and the state stays small", () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 });

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 20, max: 2_000 }), pauses, (limit, perMs, gaps) => {
        const model = { limit, perMs };
        let rate = FULL_RATE_LIMIT;
        let nowMs = 0;
        const taken: number[] = [];
        for (const gap of gaps) {
          nowMs += gap;
          if (!mayTake(rate, model, nowMs)) continue;
          rate = takeToken(rate, model, nowMs);
          taken.push(nowMs);
          expect(taken.filter((atMs) => atMs > nowMs - perMs).length).toBeLessThanOrEqual(limit);
          expect(rate.spent.length).toBeLessThanOrEqual(22);
        }
      }),
    );
  });

  test("a token is there at the moment that was named, and not before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 }), (limit, gaps) => {
        const model = { limit, perMs: 1_000 };
        let rate = FULL_RATE_LIMIT;
        let nowMs = 0;
        for (const gap of gaps) {
          nowMs += gap;
          if (mayTake(rate, model, nowMs)) rate = takeToken(rate, model, nowMs);
          const nextMs = nextTokenAtMs(rate, model, nowMs);
          expect(mayTake(rate, model, nextMs)).toBe(true);
          expect(nextMs === nowMs || !mayTake(rate, model, nextMs - 0.5)).toBe(true);
        }
      }),
    );
  });

  test("tokens that have come back are no reason to wait", () => {
    const model = { limit: 1, perMs: 1_000 };
    const rate = {
      spent: [
        { backAtMs: 500, tokens: 1 },
        { backAtMs: 1_500, tokens: 1 },
      ],
    };

    expect(nextTokenAtMs(rate, model, 600)).toBe(1_500);
  });
});
