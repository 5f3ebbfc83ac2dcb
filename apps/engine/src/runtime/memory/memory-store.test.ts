import type { CompiledSaga } from "@skald/dsl";
import { createManualClock } from "../../testing/manual-clock.ts";
import { describeSagaStore } from "../../testing/saga-store.contract.ts";
import { MemorySagaStore } from "./memory-store.ts";

describeSagaStore("memory", () => {
  const clock = createManualClock();
  const definitions = new Map<string, CompiledSaga>();
  let store = new MemorySagaStore({ clock, definitions: { byHash: (hash) => Promise.resolve(definitions.get(hash) ?? null) } });
  const first = store;

  return Promise.resolve({
    store: first,
    define(definition) {
      definitions.set(definition.hash, definition);
      return Promise.resolve();
    },
    takeOver() {
      store = store.takeOver();
      return Promise.resolve(store);
    },
    passTime(ms) {
      clock.advance(ms);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
});
