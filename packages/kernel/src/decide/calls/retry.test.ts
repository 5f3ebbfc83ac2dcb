import type { RetryModel } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { delayBeforeRetry, delayForEver, type FailedTry } from "./retry.ts";

const POLICY: RetryModel = { attempts: 3, delayMs: 100, multiplier: 2, maxDelayMs: 1000, jitter: "none", withinMs: null };
const aTry = (more: Partial<FailedTry> = {}): FailedTry => ({
  attempt: 1,
  firstAtMs: 0,
  nowMs: 0,
  retryAfterMs: null,
  breakerOpen: false,
  random: 0.25,
  ...more,
});

describe("the delay before a retry", () => {
  test.each([
    [1, 100],
    [2, 200],
    [3, null],
  ])("after attempt %i is %j ms", (attempt, delayMs) => {
    expect(delayBeforeRetry(POLICY, aTry({ attempt }))).toBe(delayMs);
  });

  test("with full jitter is drawn from the whole delay", () => {
    expect(delayBeforeRetry({ ...POLICY, jitter: "full" }, aTry({ attempt: 2 }))).toBe(50);
  });

  test.each([
    [500, null],
    [800, 200],
  ])("that would end after %i ms of all attempts is %j", (withinMs, delayMs) => {
    expect(delayBeforeRetry({ ...POLICY, withinMs }, aTry({ attempt: 2, nowMs: 400 }))).toBe(delayMs);
  });

  test.each([
    [null, 1250],
    [400, 500],
  ])("while the breaker is open, with the service's word %j, is %i ms and never gives up", (retryAfterMs, delayMs) => {
    expect(delayBeforeRetry(POLICY, aTry({ attempt: 9, breakerOpen: true, retryAfterMs }))).toBe(delayMs);
  });

  test("of an endless policy goes on at the longest delay", () => {
    expect(delayForEver(POLICY, aTry({ attempt: 30 }))).toBe(1000);
  });
});
