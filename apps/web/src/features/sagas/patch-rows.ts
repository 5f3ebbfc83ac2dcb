import type { SagaList, SagaSummary } from "@skald/shared";

/** A hint of the stream: this saga has moved. */
export interface Hint {
  readonly id: string;
  readonly revision: number;
}

/** The rows in view with newer versions put in their place. Order and length never change. */
export function patchRows(list: SagaList, fresh: readonly SagaSummary[]): SagaList {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const items = list.items.map((row) => {
    const newer = byId.get(row.id);
    return newer !== undefined && newer.revision >= row.revision ? newer : row;
  });

  return { ...list, items };
}

/** What a burst of hints means for the rows in view. */
export interface HintedWork {
  /** Rows in view that are older than the hint. */
  readonly stale: readonly string[];
  /** Sagas that would stand above the first row. Ids are in order of time. */
  readonly fresh: readonly string[];
}

/** Sorts hints into rows to read again and rows that are new; all others do not concern the page. */
export function sortHints(rows: readonly SagaSummary[], hints: readonly Hint[]): HintedWork {
  const known = new Map(rows.map((row) => [row.id, row.revision]));
  const newest = rows[0]?.id ?? "";
  const stale = new Set<string>();
  const fresh = new Set<string>();
  for (const hint of hints) {
    const revision = known.get(hint.id);
    if (revision === undefined && hint.id > newest) fresh.add(hint.id);
    if (revision !== undefined && revision < hint.revision) stale.add(hint.id);
  }

  return { stale: [...stale], fresh: [...fresh] };
}

/** Rows in view the page read again does not hold any more: they left the filter or were pushed out. */
export function missingRows(rows: readonly SagaSummary[], fresh: readonly SagaSummary[]): readonly string[] {
  const present = new Set(fresh.map((row) => row.id));
  return rows.filter((row) => !present.has(row.id) && row.endedAt === null).map((row) => row.id);
}
