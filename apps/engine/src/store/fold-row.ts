import type { CompiledSaga } from "@skald/dsl";
import { asPoisoned, EMPTY_CONTEXT, type Entry, type Saga } from "@skald/kernel";
import type { Json } from "@skald/shared";
import type { StoredEntry } from "../ports/saga-host.ts";
import type { LoadedSaga } from "../ports/saga-store.ts";
import type { Row } from "./connection.ts";
import { identityFromRow, sagaFromRow, toKernelEntry } from "./rows.ts";

/** What a store needs to follow a journal. */
export interface JournalRules {
  newSaga(start: NewSaga): Saga;
  fold(saga: Saga, entries: readonly Entry[], definition: CompiledSaga): Saga;
  entriesNeeded(saga: Saga): readonly number[];
  /** The first entry that does not continue the one before; null when the chain holds. */
  brokenLink(entries: readonly StoredEntry[], previousHash: string): StoredEntry | null;
}

/** How a saga is before its first entry. */
interface NewSaga {
  readonly id: string;
  readonly definition: CompiledSaga;
  readonly namespace: string;
  readonly input: Json;
  readonly key: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly traceId: string;
  readonly startedAt: string;
}

/** A row and the entries after its revision, folded. */
export interface FoldedSaga extends Omit<LoadedSaga, "entries"> {
  readonly entries: readonly StoredEntry[];
  /** Entries the kernel may ask for. */
  readonly needed: readonly number[];
}

/** What a row is folded with. */
export interface RowHistory {
  /** Every entry after the row's revision. */
  readonly tail: readonly StoredEntry[];
  /** Where to stop; undefined: at the end. */
  readonly at: number | undefined;
  /** Null: it is not stored. */
  readonly definition: CompiledSaga | null;
}

/** Never throws: a saga that cannot be folded is its last checkpoint, and says why (G22). */
export function foldRow(row: Row, history: RowHistory, rules: JournalRules): FoldedSaga {
  const { tail, at, definition } = history;
  const kept = { checkpointed: row["revision"] as number, hot: row["hot"] as boolean, parked: row["parked"] as boolean };
  try {
    if (definition === null) throw new Error(`Its definition "${row["definition_hash"]}" is not stored.`);
    requireChain(row, tail, rules);

    const entries = at === undefined ? tail : tail.filter((entry) => entry.seq <= at);
    const saga = rules.fold(sagaFromRow(row, definition), entries.map(toKernelEntry), definition);
    const headHash = entries.at(-1)?.hash ?? row["head_hash"];
    return { ...kept, saga, entries, needed: rules.entriesNeeded(saga), headHash, unreadable: null };
  } catch (error) {
    const unreadable = error instanceof Error ? error.message : String(error);
    return { ...kept, ...lastCheckpoint(row, definition, rules), entries: [], headHash: row["head_hash"], unreadable };
  }
}

function requireChain(row: Row, tail: readonly StoredEntry[], { brokenLink }: JournalRules): void {
  const [first] = tail;
  const next: number = row["revision"] + 1;
  if (first !== undefined && first.seq !== next) throw new Error(`Entry ${next} of its journal is missing.`);

  const broken = brokenLink(tail, row["head_hash"]);
  if (broken !== null) throw new Error(`Entry ${broken.seq} of its journal does not continue the hash chain.`);
}

function lastCheckpoint(row: Row, definition: CompiledSaga | null, rules: JournalRules): Pick<FoldedSaga, "saga" | "needed"> {
  const { name, version, hash } = definition ?? { name: "", version: "", hash: row["definition_hash"] as string };
  try {
    const saga = asPoisoned(sagaFromRow(row, { name, version }));
    return { saga, needed: rules.entriesNeeded(saga) };
  } catch {
    // Not even the snapshot can be read: what is left are the columns without JSON.
    const identity = identityFromRow({ ...row, input: "null" });
    const start = { ...identity, definition: { name, version, hash }, seq: row["revision"] as number, at: identity.startedAt };
    return { saga: asPoisoned({ format: 1, ...start, parent: null, value: null, context: EMPTY_CONTEXT }), needed: [] };
  }
}
