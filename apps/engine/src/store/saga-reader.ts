// Reads sagas from committed rows only (W4): a row and the entries after its revision, folded.

import type { CompiledSaga } from "@skald/dsl";
import { asPoisoned } from "@skald/kernel";
import type { StoredEntry } from "../ports/saga-host.ts";
import type { LoadedSaga } from "../ports/saga-store.ts";
import type { Connection, Row } from "./connection.ts";
import { type FoldedSaga, foldRow, type JournalRules } from "./fold-row.ts";
import { findEntries } from "./queries/sagas/find-entries.ts";
import { findHotSagaRows } from "./queries/sagas/find-hot-sagas.ts";
import { findJournalPage } from "./queries/sagas/find-journal-page.ts";
import { loadSagaRows } from "./queries/sagas/load-saga.ts";
import { entryFromRow, identityFromRow, toKernelEntry } from "./rows.ts";

export interface SagaReaderParts {
  readonly db: Connection;
  readonly rules: JournalRules;
  /** A compiled saga by its hash, from a cache. */
  findDefinition(hash: string): Promise<CompiledSaga | null>;
}

/** Entries of one page; a saga of a checkpoint at most 64 entries back needs one, a whole history more. */
const JOURNAL_PAGE = 5_000;

/** Reading half of the PostgreSQL saga store. */
export class SagaReader {
  readonly #parts: SagaReaderParts;

  constructor(parts: SagaReaderParts) {
    this.#parts = parts;
  }

  async load(sagaId: string, at?: number): Promise<LoadedSaga | null> {
    const rows = await loadSagaRows(this.#parts.db, sagaId);
    const row = rows[0];
    if (row === undefined) return null;

    const folded = await this.#foldRow(row, rows, at);
    return withNeeded(folded, await this.#findNeeded([folded]));
  }

  async hotSagas(shards: readonly number[], after: string | null, limit: number): Promise<readonly LoadedSaga[]> {
    const rows = await findHotSagaRows(this.#parts.db, shards, { after, limit });
    const folded: FoldedSaga[] = [];
    for (const [row, ...rest] of Map.groupBy(rows, (each) => String(each["id"])).values())
      if (row !== undefined) folded.push(await this.#foldRow(row, [row, ...rest]));

    const needed = await this.#findNeeded(folded);
    return folded.map((saga) => withNeeded(saga, needed));
  }

  async #foldRow(row: Row, rows: readonly Row[], at?: number): Promise<FoldedSaga> {
    const definition = await this.#definitionOf(row["definition_hash"]);
    const tail = rows.filter((each) => each["seq"] !== null).map(entryFromRow);
    if (at !== undefined && at < row["revision"] && definition !== null) return this.#foldFromStart(row, definition, at);

    return foldRow(row, { tail, at, definition }, this.#parts.rules);
  }

  async #foldFromStart(row: Row, definition: CompiledSaga, at: number): Promise<FoldedSaga> {
    const start = this.#parts.rules.newSaga({ ...identityFromRow(row), definition });
    const entries: StoredEntry[] = [];
    while (entries.length < at) {
      const page = await this.journal(row["id"], entries.length, Math.min(JOURNAL_PAGE, at - entries.length));
      if (page.length === 0) break;
      entries.push(...page);
    }
    const saga = this.#parts.rules.fold(start, entries.map(toKernelEntry), definition);
    const { revision: checkpointed, hot, parked } = row;
    const headHash = entries.at(-1)?.hash ?? "";
    return { saga, entries, needed: this.#parts.rules.entriesNeeded(saga), headHash, checkpointed, hot, parked, unreadable: null };
  }

  async #findNeeded(sagas: readonly FoldedSaga[]): Promise<Needed> {
    const names = sagas.flatMap(({ saga, entries, needed }) => {
      const present = new Set(entries.map((entry) => entry.seq));
      return needed.flatMap((seq) => (present.has(seq) ? [] : [{ sagaId: saga.id, seq }]));
    });
    const found = Map.groupBy(await findEntries(this.#parts.db, names), (row) => String(row["saga_id"]));
    return new Map(
      [...Map.groupBy(names, ({ sagaId }) => sagaId)].map(([id, wanted]) => [
        id,
        { seqs: wanted.map(({ seq }) => seq), entries: (found.get(id) ?? []).map(entryFromRow) },
      ]),
    );
  }

  /** Null when it is not stored, or what is stored is no definition. */
  async #definitionOf(hash: string): Promise<CompiledSaga | null> {
    try {
      return await this.#parts.findDefinition(hash);
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  }

  async journal(sagaId: string, after: number, limit: number): Promise<readonly StoredEntry[]> {
    return (await findJournalPage(this.#parts.db, sagaId, { after, limit })).map(entryFromRow);
  }
}

/** By saga: entries before its revision that the kernel may ask for. */
type Needed = ReadonlyMap<string, { readonly seqs: readonly number[]; readonly entries: readonly StoredEntry[] }>;

function withNeeded(folded: FoldedSaga, needed: Needed): LoadedSaga {
  const { seqs = [], entries = [] } = needed.get(folded.saga.id) ?? {};
  const all = new Map([...entries, ...folded.entries].map((entry) => [entry.seq, entry]));
  const missing = seqs.find((seq) => !all.has(seq));
  if (missing === undefined || folded.unreadable !== null) return { ...folded, entries: all };

  return { ...folded, saga: asPoisoned(folded.saga), entries: all, unreadable: `Entry ${missing} of its journal is missing.` };
}
