import type { CompiledSaga } from "@skald/dsl";
import type { SagaStore, Unit } from "../ports/saga-store.ts";
import type { HostPorts } from "../runtime/host.ts";
import { MemorySagaStore } from "../runtime/memory/memory-store.ts";
import { openStage, type Stage } from "./host-world.ts";
import { createManualClock } from "./manual-clock.ts";
import { anOrder } from "./sagas.ts";

/** Lets everything run that waits for no clock. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A stage whose store's units the test sees. */
export interface Bench extends Stage {
  readonly memory: MemorySagaStore;
  /** Units in the order in which they were submitted. */
  readonly units: readonly Unit[];
  readonly store: { -readonly [Method in keyof SagaStore]: SagaStore[Method] };
  readonly fences: { isUsedUp: boolean };
}

/** A host over a memory store whose faults and units the test sees. */
export async function aBench(
  definition: CompiledSaga = anOrder(),
  ports: Partial<HostPorts> = {},
  other: CompiledSaga = definition,
): Promise<Bench> {
  const clock = createManualClock();
  const definitions = { byHash: (hash: string) => Promise.resolve(hash === other.hash ? other : definition) };
  const memory = new MemorySagaStore({ clock, definitions });
  const units: Unit[] = [];
  const fences = { isUsedUp: false };
  const store: Bench["store"] = {
    submit(unit) {
      units.push(unit);
      return memory.submit(unit);
    },
    load: (sagaId, at) => memory.load(sagaId, at),
    journal: (sagaId, after, limit) => memory.journal(sagaId, after, limit),
    hotSagas: (after, limit) => memory.hotSagas(after, limit),
    park: (sagaId) => memory.park(sagaId),
    dueTimers: (limit) => memory.dueTimers(limit),
    dueDeadlines: (limit) => memory.dueDeadlines(limit),
    nextFence(sagaId) {
      if (fences.isUsedUp) throw new Error("The numbers are used up.");
      return memory.nextFence(sagaId);
    },
    backlog: () => memory.backlog(),
  };
  const stage = await openStage(
    {
      clock,
      definitions,
      store,
      settle,
      define: () => Promise.resolve(),
      takeOver: () => Promise.resolve(memory.takeOver()),
      async passTime(ms) {
        clock.advance(ms);
        await settle();
      },
      close: () => Promise.resolve(),
    },
    ports,
  );

  return { ...stage, memory, units, fences, store };
}
