import type { Connection, Row } from "../../connection.ts";

/** Entries of a saga with seq > after, in order. Locks nothing; served by the primary key. */
export async function findJournalPage(
  db: Connection,
  sagaId: string,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly Row[]> {
  const result = await db.query({ name: "find-journal-page", text: FIND_JOURNAL_PAGE, values: [sagaId, page.after, page.limit] });

  return result.rows;
}

const FIND_JOURNAL_PAGE = `
  select seq, at, type, data, encode(hash, 'hex') as hash
    from skald_history.journal
   where saga_id = $1::uuid and seq > $2::int
   order by seq
   limit $3::int`;
