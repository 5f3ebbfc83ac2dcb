// Reads sagas from committed rows only (W4): a row and the entries after its revision, folded.

import type { CompiledSaga } from "@skald/dsl";
import type { Entry, Saga } from "@skald/kernel";
import type { Json } from "@skald/shared";
import type { StoredEntry } from "../ports/saga-host.ts";
import type { LoadedSaga } from "../ports/saga-store.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import type { Connection, Row } from "./connection.ts";
import { findEntries } from "./queries/find-entries.ts";
import { findHotSagaRows } from "./queries/find-hot-sagas.ts";
import { findJournalPage } from "./queries/find-journal-page.ts";
import { loadSagaRows } from "./queries/load-saga.ts";
import { entryFromRow, instantFrom, sagaFromRow, toKernelEntry } from "./rows.ts";

/** What a store needs of the kernel to fold. */
export interface KernelFold {
  newSaga(start: NewSaga): Saga;
  fold(saga: Saga, entries: readonly Entry[], definition: CompiledSaga): Saga;
  entriesNeeded(saga: Saga): readonly number[];
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

export interface SagaReaderParts {
  readonly db: Connection;
  readonly kernel: KernelFold;
  readonly telemetry: Telemetry;
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

  // A page is full unless there are no more: sagas that cannot be folded do not count.
  async hotSagas(shards: readonly number[], after: string | null, limit: number): Promise<readonly LoadedSaga[]> {
    const folded: FoldedSaga[] = [];
    let cursor = after;
    while (folded.length < limit) {
      const pages = Map.groupBy(await findHotSagaRows(this.#parts.db, shards, { after: cursor, limit: limit - folded.length }), (row) =>
        String(row["id"]),
      );
      if (pages.size === 0) break;
      for (const [id, rows] of pages) {
        cursor = id;
        const saga = await this.#foldOrReport(id, rows);
        if (saga !== null) folded.push(saga);
      }
    }
    const needed = await this.#findNeeded(folded);
    return folded.map((saga) => withNeeded(saga, needed));
  }

  // One saga that cannot be folded must not keep the others from being resumed (G22).
  async #foldOrReport(id: string, rows: readonly Row[]): Promise<FoldedSaga | null> {
    try {
      const row = rows[0];
      return row === undefined ? null : await this.#foldRow(row, rows);
    } catch (error) {
      this.#parts.telemetry.log("error", "A saga cannot be resumed from its journal.", { sagaId: id, error });
      this.#parts.telemetry.count("skald_sagas_unreadable_total");
      return null;
    }
  }

  async #foldRow(row: Row, rows: readonly Row[], at?: number): Promise<FoldedSaga> {
    const definition = await this.#requireDefinition(row["definition_hash"], row["id"]);
    const tail = rows.filter((each) => each["seq"] !== null).map(entryFromRow);
    const revision: number = row["revision"];
    if (at !== undefined && at < revision) return this.#foldFromStart(row, definition, at);

    const entries = at === undefined ? tail : tail.filter((entry) => entry.seq <= at);
    const saga = this.#parts.kernel.fold(sagaFromRow(row, definition), entries.map(toKernelEntry), definition);
    return {
      saga,
      entries,
      headHash: entries.at(-1)?.hash ?? row["head_hash"],
      checkpointed: revision,
      hot: row["hot"],
    };
  }

  async #foldFromStart(row: Row, definition: CompiledSaga, at: number): Promise<FoldedSaga> {
    const { input, ...columns } = columnsOfRow(row);
    const start = this.#parts.kernel.newSaga({ ...columns, definition, input });
    const entries: StoredEntry[] = [];
    while (entries.length < at) {
      const page = await this.journal(row["id"], entries.length, Math.min(JOURNAL_PAGE, at - entries.length));
      if (page.length === 0) break;
      entries.push(...page);
    }
    const saga = this.#parts.kernel.fold(start, entries.map(toKernelEntry), definition);
    return { saga, entries, headHash: entries.at(-1)?.hash ?? "", checkpointed: row["revision"], hot: row["hot"] };
  }

  async #findNeeded(sagas: readonly FoldedSaga[]): Promise<ReadonlyMap<string, readonly StoredEntry[]>> {
    const names = sagas.flatMap(({ saga, entries }) => {
      const present = new Set(entries.map((entry) => entry.seq));
      return this.#parts.kernel.entriesNeeded(saga).flatMap((seq) => (present.has(seq) ? [] : [{ sagaId: saga.id, seq }]));
    });
    const rows = await findEntries(this.#parts.db, names);
    const bySaga = Map.groupBy(rows, (row) => String(row["saga_id"]));
    return new Map([...bySaga].map(([id, group]) => [id, group.map(entryFromRow)]));
  }

  async #requireDefinition(hash: string, sagaId: string): Promise<CompiledSaga> {
    const definition = await this.#parts.findDefinition(hash);
    if (definition === null) throw new Error(`The definition "${hash}" of saga "${sagaId}" is not stored.`);
    return definition;
  }

  async journal(sagaId: string, after: number, limit: number): Promise<readonly StoredEntry[]> {
    return (await findJournalPage(this.#parts.db, sagaId, { after, limit })).map(entryFromRow);
  }
}

interface FoldedSaga {
  readonly saga: Saga;
  readonly entries: readonly StoredEntry[];
  readonly headHash: string;
  readonly checkpointed: number;
  readonly hot: boolean;
}

function withNeeded(folded: FoldedSaga, needed: ReadonlyMap<string, readonly StoredEntry[]>): LoadedSaga {
  const all = [...(needed.get(folded.saga.id) ?? []), ...folded.entries];

  return { ...folded, entries: new Map(all.map((entry) => [entry.seq, entry])) };
}

function columnsOfRow(row: Row): Omit<NewSaga, "definition"> {
  return {
    id: row["id"],
    namespace: row["namespace"],
    input: JSON.parse(row["input"]) as Json,
    key: row["key"],
    labels: row["labels"],
    traceId: row["trace_id"],
    startedAt: instantFrom(row["started_at"]),
  };
}
