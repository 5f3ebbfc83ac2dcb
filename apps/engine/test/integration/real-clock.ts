import type { Clock } from "../../src/ports/clock.ts";

/** The clock of this machine: a database cannot be told what time it is. */
export function createRealClock(): Clock {
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    schedule(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
