// Tells those who watch that something was committed. It holds hints, never state: whoever is told reads
// the committed rows (W4).

import type { CompiledSaga } from "@skald/dsl";
import { isAtRest, type Saga, sagaStatus } from "@skald/kernel";
import type { Clock } from "../ports/clock.ts";
import type { SagaHint } from "../ports/saga-host.ts";

/** Watchers of one saga, and of all. */
export interface Watch {
  committed(saga: Saga, definition: CompiledSaga): void;
  changed(sagaId: string, after: number, signal: AbortSignal): Promise<number>;
  /** The next commit after which memory has nothing to do for the saga; a poll or the signal ends it too. */
  rested(sagaId: string, signal: AbortSignal): Promise<Saga | null>;
  subscribe(listener: (changes: readonly SagaHint[]) => void): () => void;
}

/** A hint may be missing: the saga moved on another replica. Then the store is asked again this often. */
const POLL_EVERY_MS = 1000;
const HINTS_EVERY_MS = 250;

/** `saga` is as the commit left it; `atRest`: there is nothing for memory to do. */
type Wake = (saga: Saga, atRest: boolean) => void;

/** `lastSeq` answers the last committed seq, or `after` when there is none beyond. */
export function createWatch(clock: Clock, lastSeq: (sagaId: string, after: number) => Promise<number>): Watch {
  const waiting = new Map<string, Set<Wake>>();
  const hints = createHints(clock);

  /** The saga as its next commit leaves it; null when the signal or the poll comes first. */
  const nextCommit = (
    sagaId: string,
    signal: AbortSignal,
    only: "any" | "atRest",
  ): { readonly saga: Promise<Saga | null>; readonly leave: () => void } => {
    const { promise, resolve } = Promise.withResolvers<Saga | null>();
    const wakes = waiting.get(sagaId) ?? new Set<Wake>();
    const abort = (): void => leave(null);
    const cancelPoll = clock.schedule(POLL_EVERY_MS, abort);
    const wake: Wake = (saga, atRest) => {
      if (only === "any" || atRest) leave(saga);
    };
    const leave = (saga: Saga | null): void => {
      cancelPoll();
      signal.removeEventListener("abort", abort);
      wakes.delete(wake);
      if (wakes.size === 0 && waiting.get(sagaId) === wakes) waiting.delete(sagaId);
      resolve(saga);
    };
    wakes.add(wake);
    waiting.set(sagaId, wakes);
    signal.addEventListener("abort", abort);
    return { saga: promise, leave: abort };
  };

  return {
    committed(saga, definition) {
      hints.add(saga, definition);
      const wakes = waiting.get(saga.id);
      if (wakes === undefined) return;
      const atRest = isAtRest(saga);
      for (const wake of [...wakes]) wake(saga, atRest);
    },
    async changed(sagaId, after, signal) {
      while (!signal.aborted) {
        // Listening begins before looking, so that no commit falls between the two.
        const next = nextCommit(sagaId, signal, "any");
        try {
          const known = await lastSeq(sagaId, after);
          if (known > after) return known;

          const seq = (await next.saga)?.seq ?? 0;
          if (seq > after) return seq;
        } finally {
          next.leave();
        }
      }
      return after;
    },
    rested(sagaId, signal) {
      return signal.aborted ? Promise.resolve(null) : nextCommit(sagaId, signal, "atRest").saga;
    },
    subscribe: hints.subscribe,
  };
}

interface Hints {
  add(saga: Saga, definition: CompiledSaga): void;
  subscribe(listener: (changes: readonly SagaHint[]) => void): () => void;
}

/** Coalesces what changed; a status is computed once per saga and quarter second, and only when somebody listens. */
function createHints(clock: Clock): Hints {
  const listeners = new Set<(changes: readonly SagaHint[]) => void>();
  const changed = new Map<string, { readonly saga: Saga; readonly definition: CompiledSaga }>();
  let isArmed = false;

  const flush = (): void => {
    isArmed = false;
    const changes = [...changed.values()].map(({ saga, definition }) => hintOf(saga, definition));
    changed.clear();
    for (const listener of listeners) listener(changes);
  };

  return {
    add(saga, definition) {
      if (listeners.size === 0) return;
      changed.set(saga.id, { saga, definition });
      if (!isArmed) clock.schedule(HINTS_EVERY_MS, flush);
      isArmed = true;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function hintOf(saga: Saga, definition: CompiledSaga): SagaHint {
  return {
    id: saga.id,
    revision: saga.seq,
    status: sagaStatus(saga),
    definition: `${definition.namespace}/${definition.name}`,
  };
}
