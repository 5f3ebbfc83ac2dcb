import type { Clock } from "../ports/clock.ts";

/** Whether a host takes work: open, draining (finishes what it has), closed. A fence closes for a while, a drain for ever. */
export interface Life {
  isOpen(): boolean;
  isDraining(): boolean;
  isClosed(): boolean;
  /** False when the host was drained: it never opens again. */
  open(): boolean;
  /** Counts the closings: what began before one must not go on after it. */
  turn(): number;
  close(): void;
  /** Stops taking work; returns when `quiet` was said, the host was closed, or the time is over. */
  drain(deadlineMs: number): Promise<void>;
  quiet(): void;
}

export function createLife(clock: Clock): Life {
  let state: "open" | "draining" | "closed" = "open";
  let isLeaving = false;
  let turn = 0;
  const drained = new Set<() => void>();

  const release = (): void => {
    for (const resolve of drained) resolve();
    drained.clear();
  };

  return {
    isOpen: () => state === "open",
    isDraining: () => state === "draining",
    isClosed: () => state === "closed",
    open() {
      if (!isLeaving) state = "open";
      return !isLeaving;
    },
    turn: () => turn,
    close() {
      state = "closed";
      turn += 1;
      release();
    },
    async drain(deadlineMs) {
      isLeaving = true;
      if (state === "closed") return;

      state = "draining";
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancel = clock.schedule(deadlineMs, resolve);
      drained.add(resolve);
      await promise;
      drained.delete(resolve);
      cancel();
    },
    quiet: release,
  };
}
