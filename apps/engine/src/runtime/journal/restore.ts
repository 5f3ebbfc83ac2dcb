import type { CompiledSaga } from "@skald/dsl";
import { asPoisoned, type Entry, entriesNeeded, fold, newSaga, type Saga, type SagaSnapshot } from "@skald/kernel";
import type { StoredEntry } from "../../ports/saga-host.ts";
import type { LoadedSaga } from "../../ports/saga-store.ts";
import { brokenLink, entryFromStored, FIRST_HASH } from "./seal.ts";

/** The columns of a saga that never change. */
export type SagaIdentity = Pick<Saga, "id" | "namespace" | "definition" | "key" | "labels" | "input" | "traceId" | "startedAt">;

/** A saga as its row holds it. */
export interface SavedSaga {
  readonly identity: SagaIdentity;
  readonly snapshot: SagaSnapshot;
  readonly revision: number;
  /** Instant of the entry `revision` names. */
  readonly at: string;
  readonly hot: boolean;
  readonly parked: boolean;
}

/** Where entries come from: the rows a store has read, or its whole journal. */
export interface Journal {
  entry(seq: number): StoredEntry | undefined;
  readonly last: number;
}

/** The saga of a row, folded up to the end of its journal; its last checkpoint where that cannot be followed. */
export function restoreLatest(saved: SavedSaga, journal: Journal, definition: CompiledSaga | null): LoadedSaga {
  const { identity, snapshot, revision, at } = saved;
  const { value, context } = snapshot;
  const checkpoint: Saga = { format: 1, ...identity, parent: null, seq: revision, at, value, context };
  try {
    if (definition === null) throw new Error(`Its definition "${identity.definition.hash}" is not stored.`);
    const stored = range(journal, revision + 1, journal.last);
    const broken = brokenLink(stored, revision === 0 ? FIRST_HASH : requireEntry(journal, revision).hash);
    if (broken !== null) throw new Error(`Entry ${broken.seq} of its journal does not continue the hash chain.`);

    return loaded(fold(checkpoint, stored.map(entryFromStored), definition), saved, journal, stored);
  } catch (error) {
    const unreadable = error instanceof Error ? error.message : String(error);
    const headHash = journal.entry(revision)?.hash ?? FIRST_HASH;
    return {
      saga: asPoisoned(checkpoint),
      headHash,
      entries: new Map(),
      checkpointed: revision,
      hot: saved.hot,
      parked: saved.parked,
      unreadable,
    };
  }
}

/** The saga as it was at an entry, folded from the first one. */
export function restoreAt(saved: SavedSaga, journal: Journal, definition: CompiledSaga, seq: number): LoadedSaga {
  const { id, namespace, input, key, labels, traceId, startedAt } = saved.identity;
  const stored = range(journal, 1, Math.min(seq, journal.last));
  const unborn = newSaga({ id, definition, namespace, input, key, labels, traceId, startedAt });
  const entries: readonly Entry[] = stored.map(entryFromStored);

  return loaded(fold(unborn, entries, definition), saved, journal, stored);
}

function loaded(saga: Saga, saved: SavedSaga, journal: Journal, folded: readonly StoredEntry[]): LoadedSaga {
  const entries = new Map<number, StoredEntry>();
  for (const entry of folded) if (entry.seq > saved.revision) entries.set(entry.seq, entry);
  for (const seq of entriesNeeded(saga)) entries.set(seq, requireEntry(journal, seq));

  return {
    saga,
    headHash: requireEntry(journal, saga.seq).hash,
    entries,
    checkpointed: saved.revision,
    hot: saved.hot,
    parked: saved.parked,
    unreadable: null,
  };
}

function range(journal: Journal, first: number, last: number): readonly StoredEntry[] {
  const entries: StoredEntry[] = [];
  for (let seq = first; seq <= last; seq += 1) entries.push(requireEntry(journal, seq));

  return entries;
}

function requireEntry(journal: Journal, seq: number): StoredEntry {
  const entry = journal.entry(seq);
  if (entry === undefined) throw new Error(`The journal has a gap: entry ${seq} is missing.`);

  return entry;
}
