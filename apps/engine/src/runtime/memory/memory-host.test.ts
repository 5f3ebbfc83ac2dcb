import type { CompiledSaga } from "@skald/dsl";
import { createManualClock } from "../../testing/manual-clock.ts";
import { describeSagaHost } from "../../testing/saga-host.contract.ts";
import { MemorySagaStore } from "./memory-store.ts";

/** All that happens without time happens in microtasks. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describeSagaHost("memory", () => {
  const clock = createManualClock();
  const known = new Map<string, CompiledSaga>();
  const definitions = { byHash: (hash: string) => Promise.resolve(known.get(hash) ?? null) };
  let store = new MemorySagaStore({ clock, definitions });

  return Promise.resolve({
    clock,
    definitions,
    store,
    settle,
    define(definition) {
      known.set(definition.hash, definition);
      return Promise.resolve();
    },
    takeOver() {
      store = store.takeOver();
      return Promise.resolve(store);
    },
    async passTime(ms) {
      clock.advance(ms);
      await settle();
    },
    close: () => Promise.resolve(),
  });
});
