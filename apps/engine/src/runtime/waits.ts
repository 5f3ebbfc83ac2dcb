// Waits that live in memory: call back-offs of at most 5 s. After a crash such a wait starts again:
// later, never earlier (R17). Durable waits are timer rows (build-unit.ts writes, scan.ts finds them).

import type { Wait } from "@skald/kernel";
import type { Cancel, Clock } from "../ports/clock.ts";

/** In-memory waits of all sagas. */
export interface Waits {
  /** Arms what is new and cancels what is gone. */
  sync(sagaId: string, waits: readonly Wait[]): void;
  cancelAll(): void;
}

interface Armed {
  readonly dueAtMs: number;
  readonly cancel: Cancel;
}

export function createWaits(clock: Clock, fire: (sagaId: string, name: string) => void): Waits {
  const bySaga = new Map<string, Map<string, Armed>>();

  const arm = (sagaId: string, wait: Wait, armed: Map<string, Armed>): void => {
    const elapse = (): void => {
      armed.delete(wait.name);
      if (armed.size === 0 && bySaga.get(sagaId) === armed) bySaga.delete(sagaId);
      fire(sagaId, wait.name);
    };
    armed.set(wait.name, { dueAtMs: wait.dueAtMs, cancel: clock.schedule(Math.max(wait.dueAtMs - clock.nowMs(), 0), elapse) });
  };

  return {
    sync(sagaId, waits) {
      const armed = bySaga.get(sagaId);
      if (armed === undefined && !waits.some((wait) => !wait.durable)) return;

      const now = armed ?? new Map<string, Armed>();
      for (const [name, { dueAtMs, cancel }] of now) {
        if (waits.some((wait) => !wait.durable && wait.name === name && wait.dueAtMs === dueAtMs)) continue;
        cancel();
        now.delete(name);
      }
      for (const wait of waits) if (!wait.durable && !now.has(wait.name)) arm(sagaId, wait, now);
      if (now.size > 0) bySaga.set(sagaId, now);
      else bySaga.delete(sagaId);
    },
    cancelAll() {
      for (const armed of bySaga.values()) for (const { cancel } of armed.values()) cancel();
      bySaga.clear();
    },
  };
}
