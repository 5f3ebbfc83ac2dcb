import type { Clock } from "../../ports/clock.ts";

/** Resolves after a while by the clock. */
export function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(delayMs, resolve);
  });
}
