import type { Clock } from "../ports/clock.ts";

/** The machine's clock, corrected by what the database's clock was ahead at the last heartbeat. */
export interface SystemClock extends Clock {
  /** Milliseconds the database is ahead of this machine. */
  correct(offsetMs: number): void;
}

export function createSystemClock(): SystemClock {
  let offsetMs = 0;

  return {
    nowMs: () => Date.now() + offsetMs,
    monotonicMs: () => performance.now(),
    schedule: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      timer.unref();
      return () => clearTimeout(timer);
    },
    correct: (ms) => {
      offsetMs = Math.round(ms);
    },
  };
}
