import type { Clock } from "../ports/clock.ts";

/** Whether a host takes work: open, draining (finishes what it has), closed. */
export interface Life {
  isOpen(): boolean;
  isDraining(): boolean;
  isClosed(): boolean;
  open(): void;
  close(): void;
  /** Stops taking work; returns when `quiet` was said, the host was closed, or the time is over. */
  drain(deadlineMs: number): Promise<void>;
  quiet(): void;
}

export function createLife(clock: Clock): Life {
  let state: "open" | "draining" | "closed" = "open";
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
      state = "open";
    },
    close() {
      state = "closed";
      release();
    },
    async drain(deadlineMs) {
      if (state === "open") state = "draining";
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
