import type { Cancel, Clock } from "../ports/clock.ts";

/** Time that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves time, calling what is due in the order in which it is due. */
  advance(ms: number): void;
  /** Delay until the next scheduled callback; null: none is scheduled. */
  nextInMs(): number | null;
}

interface Scheduled {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Begins at the instant given; the first of November 2026, eight o'clock UTC, unless told. */
export function createManualClock(startMs: number = Date.UTC(2026, 10, 1, 8)): ManualClock {
  const scheduled = new Set<Scheduled>();
  let nowMs = startMs;

  /** The first of those due earliest: a set keeps the order of scheduling. */
  const next = (): Scheduled | null => {
    let earliest: Scheduled | null = null;
    for (const one of scheduled) if (earliest === null || one.dueMs < earliest.dueMs) earliest = one;
    return earliest;
  };

  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs - startMs,
    schedule(delayMs, callback): Cancel {
      const one = { dueMs: nowMs + Math.max(delayMs, 0), callback };
      scheduled.add(one);
      return () => {
        scheduled.delete(one);
      };
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (let due = next(); due !== null && due.dueMs <= untilMs; due = next()) {
        scheduled.delete(due);
        nowMs = Math.max(nowMs, due.dueMs);
        due.callback();
      }
      nowMs = untilMs;
    },
    nextInMs() {
      const due = next();
      return due === null ? null : Math.max(due.dueMs - nowMs, 0);
    },
  };
}
