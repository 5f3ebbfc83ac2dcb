import type { Clock } from "../ports/clock.ts";

/** Handlers that run, whether or not somebody still waits for their answers. */
export interface UnderWay {
  add(work: Promise<unknown>): void;
  /** Resolves when none runs any more, or the time is over. */
  settled(deadlineMs: number): Promise<void>;
}

/**
 * A server that is closed has answered everybody who was still there. Who hung up left a handler behind, and a
 * stream ends before its reader's next frame is read: both may still ask the database.
 */
export function createUnderWay(clock: Clock): UnderWay {
  const running = new Set<Promise<unknown>>();

  return {
    add(work) {
      running.add(work);
      const done = (): void => void running.delete(work);
      work.then(done, done);
    },
    settled(deadlineMs) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancel = clock.schedule(deadlineMs, resolve);
      void Promise.allSettled(running).then(() => resolve());

      return promise.finally(cancel);
    },
  };
}
