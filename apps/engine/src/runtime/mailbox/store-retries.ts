import type { Cancel, Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import { storeRetryMs } from "../limits.ts";
import type { Resident } from "./resident.ts";

/** Sagas whose work the store could not take. One timer for all: the store is away for all of them. */
export interface StoreRetries {
  later(resident: Resident): void;
  has(resident: Resident): boolean;
  /** The store answers again: the next pause is short. */
  recovered(): void;
  forget(resident: Resident): void;
  clear(): void;
}

export function createStoreRetries(clock: Clock, ids: Ids, again: (resident: Resident) => void): StoreRetries {
  const waiting = new Set<Resident>();
  let failures = 0;
  let cancel: Cancel | null = null;

  const retryAll = (): void => {
    cancel = null;
    failures += 1;
    const residents = [...waiting];
    waiting.clear();
    for (const resident of residents) again(resident);
  };

  return {
    later(resident) {
      waiting.add(resident);
      cancel ??= clock.schedule(storeRetryMs(failures, ids.random()), retryAll);
    },
    has: (resident) => waiting.has(resident),
    recovered() {
      failures = 0;
    },
    forget(resident) {
      waiting.delete(resident);
    },
    clear() {
      cancel?.();
      cancel = null;
      waiting.clear();
    },
  };
}
