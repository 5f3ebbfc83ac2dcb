import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createCoalescer } from "./coalesce.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a burst of events", () => {
  test("is handed over once, in order", () => {
    const flushed: (readonly number[])[] = [];
    const burst = createCoalescer<number>(250, (items) => flushed.push(items));

    for (const item of [1, 2, 3]) burst.add(item);
    vi.advanceTimersByTime(250);

    expect(flushed).toEqual([[1, 2, 3]]);
  });

  test("is forgotten when its page is left", () => {
    const flushed: (readonly number[])[] = [];
    const burst = createCoalescer<number>(250, (items) => flushed.push(items));

    burst.add(1);
    burst.stop();
    vi.advanceTimersByTime(1000);

    expect(flushed).toEqual([]);
  });
});
