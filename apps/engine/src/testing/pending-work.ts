import type { SagaStore } from "../ports/saga-store.ts";
import type { Definitions } from "../runtime/definition-cache.ts";

/** Counts what is under way at a slow port, so that a test can wait until nothing is. */
export interface PendingWork {
  store(store: SagaStore): SagaStore;
  definitions(definitions: Definitions): Definitions;
  /** Returns when nothing is under way and nothing follows from what was. */
  settled(): Promise<void>;
}

/** Turns of the event loop in which nothing may begin: one for what an answer leads to, one for what that leads to. */
const QUIET_TURNS = 3;

export function createPendingWork(): PendingWork {
  let pending = 0;
  const watch = async <T>(promise: Promise<T>): Promise<T> => {
    pending += 1;
    try {
      return await promise;
    } finally {
      pending -= 1;
    }
  };

  return {
    store: (store) => ({
      submit: (unit) => watch(store.submit(unit)),
      load: (sagaId, at) => watch(at === undefined ? store.load(sagaId) : store.load(sagaId, at)),
      journal: (sagaId, after, limit) => watch(store.journal(sagaId, after, limit)),
      hotSagas: (after, limit) => watch(store.hotSagas(after, limit)),
      park: (sagaId) => watch(store.park(sagaId)),
      dueTimers: (limit) => watch(store.dueTimers(limit)),
      dueDeadlines: (limit) => watch(store.dueDeadlines(limit)),
      nextFence: (sagaId) => store.nextFence(sagaId),
      backlog: () => store.backlog(),
    }),
    definitions: (definitions) => ({ byHash: (hash) => watch(definitions.byHash(hash)) }),
    async settled() {
      for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        if (pending > 0) quiet = -1;
      }
    },
  };
}
