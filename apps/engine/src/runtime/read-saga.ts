import type { Entry } from "@skald/kernel";
import type { ReadSaga } from "../ports/saga-host.ts";
import type { LoadedSaga, SagaStore } from "../ports/saga-store.ts";
import { entryFromStored } from "./journal/seal.ts";

/** Reads, from committed rows only (W4, G19). */
export interface Reader {
  read(sagaId: string, at?: number): Promise<ReadSaga | null>;
  lastSeq(sagaId: string, after: number): Promise<number>;
}

/** Enough to find the end of what happened within one poll; a longer journal is reported in several. */
const LOOK_AHEAD = 500;

export function createReader(store: Pick<SagaStore, "load" | "journal">): Reader {
  return {
    async read(sagaId, at) {
      const loaded = await (at === undefined ? store.load(sagaId) : store.load(sagaId, at));

      return loaded === null ? null : { saga: loaded.saga, entryAt: lazyEntries(loaded) };
    },
    async lastSeq(sagaId, after) {
      const entries = await store.journal(sagaId, after, LOOK_AHEAD);

      return entries.at(-1)?.seq ?? after;
    },
  };
}

/** Outputs can be large, and a view reads few of them. */
function lazyEntries({ saga, entries }: LoadedSaga): (seq: number) => Entry {
  const parsed = new Map<number, Entry>();

  return (seq) => {
    const known = parsed.get(seq);
    if (known !== undefined) return known;

    const stored = entries.get(seq);
    if (stored === undefined) throw new Error(`Entry ${seq} of saga "${saga.id}" was not loaded.`);
    const entry = entryFromStored(stored);
    parsed.set(seq, entry);
    return entry;
  };
}
