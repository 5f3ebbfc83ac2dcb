import type { Cancel, Clock } from "../ports/clock.ts";

/** Repeats a task with a pause between two runs. */
export interface Loop {
  start(): void;
  /** No run begins any more; resolves when the one under way is over. */
  stop(): Promise<void>;
}

/** A run that fails is reported and the next one comes all the same; two runs never overlap. */
export function createLoop(clock: Clock, everyMs: number, run: () => Promise<void>, failed: (error: unknown) => void): Loop {
  let cancel: Cancel | null = null;
  let isOn = false;
  let running: Promise<void> = Promise.resolve();

  const arm = (): void => {
    if (isOn) cancel = clock.schedule(everyMs, tick);
  };
  const tick = (): void => {
    running = run().catch(failed).finally(arm);
  };

  return {
    start() {
      if (isOn) return;
      isOn = true;
      arm();
    },
    stop() {
      isOn = false;
      cancel?.();
      cancel = null;
      return running;
    },
  };
}
