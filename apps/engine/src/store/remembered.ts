import type { Clock } from "../ports/clock.ts";

const FRESH_MS = 2_000;
/** What takes long to measure is measured less often: dashboards never cost more than a tenth of a core. */
const FRESH_FACTOR = 9;

interface Measured<T> {
  readonly freshUntilMs: number;
  readonly value: Promise<T>;
}

/** Remembers what was measured for 2 s at least; who asks while it is measured waits for the same answer. */
export function remembered<T>(clock: Clock, measure: (size: number) => Promise<T>): (size: number) => Promise<T> {
  const known = new Map<number, Measured<T>>();

  return (size) => {
    const last = known.get(size);
    if (last !== undefined && clock.monotonicMs() < last.freshUntilMs) return last.value;

    const beganAtMs = clock.monotonicMs();
    const value = measure(size);

    known.set(size, { freshUntilMs: Number.POSITIVE_INFINITY, value });
    value.then(
      () => {
        const now = clock.monotonicMs();
        known.set(size, { freshUntilMs: now + Math.max(FRESH_MS, FRESH_FACTOR * (now - beganAtMs)), value });
      },
      () => known.delete(size),
    );
    return value;
  };
}
