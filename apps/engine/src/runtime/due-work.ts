// Finds timers and deadlines that are due by the database's clock (R17, G15) and delivers them.
//
// The row of a timer stays until the unit of the event it became clears it, so the next scan finds it again
// while that unit is under way: what was delivered and is not settled is not delivered twice. Were it,
// nothing would happen but work, because the second firing is ignored.

import type { SagaEvent } from "@skald/kernel";
import type { Clock } from "../ports/clock.ts";
import type { SagaStore } from "../ports/saga-store.ts";
import type { Mail } from "./mailbox/resident.ts";

/** Due work on its way. */
export interface DueWork {
  /** Delivers what is due now; returns when all of it was found, not when it was decided. */
  scan(): Promise<void>;
  settled(mail: Mail): void;
  /** Since when the oldest delivered work waits for its commit; null: none does. */
  oldestSinceMs(): number | null;
  clear(): void;
}

const PAGE = 500;

export function createDueWork(
  store: Pick<SagaStore, "dueTimers" | "dueDeadlines">,
  clock: Clock,
  deliver: (sagaId: string, mail: Mail) => void,
): DueWork {
  const delivered = new Map<string, number>();

  const send = (sagaId: string, name: string, event: SagaEvent): void => {
    const due = `${sagaId} ${name}`;
    if (delivered.has(due)) return;

    delivered.set(due, clock.nowMs());
    deliver(sagaId, { event, command: null, due, failures: 0 });
  };

  return {
    async scan() {
      const [timers, deadlines] = await Promise.all([store.dueTimers(PAGE), store.dueDeadlines(PAGE)]);
      for (const { sagaId, name } of timers) send(sagaId, name, { kind: "timer", name });
      for (const sagaId of deadlines) send(sagaId, "/deadline", { kind: "deadline" });
    },
    settled({ due }) {
      if (due !== null) delivered.delete(due);
    },
    oldestSinceMs() {
      const [oldest] = delivered.values();
      return oldest ?? null;
    },
    clear() {
      delivered.clear();
    },
  };
}
