import { intArray, uuidArray } from "../../array-columns.ts";
import type { Connection, Row } from "../../connection.ts";

/** Names one entry. */
export interface EntryName {
  readonly sagaId: string;
  readonly seq: number;
}

/** Single entries of any sagas. Locks nothing; served by the primary key of the journal, one look-up each. */
export async function findEntries(db: Connection, names: readonly EntryName[]): Promise<readonly Row[]> {
  if (names.length === 0) return [];
  const values = [uuidArray(names.map((name) => name.sagaId)), intArray(names.map((name) => name.seq))];
  const result = await db.query({ name: "find-entries", text: FIND_ENTRIES, values });

  return result.rows;
}

const FIND_ENTRIES = `
  select wanted.saga_id, entry.seq, entry.at, entry.type, entry.data, encode(entry.hash, 'hex') as hash
    from unnest($1::uuid[], $2::int[]) as wanted (saga_id, seq)
    join lateral (
      select seq, at, type, data, hash
        from skald_history.journal
       where journal.saga_id = wanted.saga_id and journal.seq = wanted.seq
    ) as entry on true`;
