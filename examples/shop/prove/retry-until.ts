import { setTimeout as delay } from "node:timers/promises";

/** Tries again until it succeeds: an engine that was killed answers nothing for a while. */
export async function retryUntil<T>(what: string, withinMs: number, attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (cause) {
      if (performance.now() > deadline) throw new Error(`${what}: no success within ${withinMs / 1_000} s.`, { cause });
    }
    await delay(100);
  }
}

/** Waits until a condition is true. */
export async function waitUntil(what: string, withinMs: number, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1_000} s.`);
    await delay(250);
  }
}
