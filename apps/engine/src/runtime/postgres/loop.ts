import type { Clock } from "../../ports/clock.ts";

/** Ends a loop; resolves when the round under way is over. */
export type StopLoop = () => Promise<void>;

/** Runs `round` again and again, `everyMs` after the end of the last one. A throw is told and does not end the loop. */
export function startLoop(clock: Clock, everyMs: number, round: () => Promise<void>, onError: (error: unknown) => void): StopLoop {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = clock.schedule(everyMs, next);

  function next(): void {
    running = round()
      .catch(onError)
      .then(() => {
        if (!stopped) cancel = clock.schedule(everyMs, next);
      });
  }

  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
