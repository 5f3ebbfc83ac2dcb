import type { Connection, Row } from "../../connection.ts";

/**
 * A page of sagas that are not at rest, of the shards given, by id, with their entries
 * after the row's revision; every row repeats its saga. Locks nothing; served by saga_hot_index.
 */
export async function findHotSagaRows(
  db: Connection,
  shards: readonly number[],
  page: { readonly after: string | null; readonly limit: number },
): Promise<readonly Row[]> {
  const after = page.after ?? BEFORE_THE_FIRST;
  const result = await db.query({ name: "find-hot-sagas", text: FIND_HOT_SAGAS, values: [shards, after, page.limit] });

  return result.rows;
}

const BEFORE_THE_FIRST = "00000000-0000-0000-0000-000000000000";

const FIND_HOT_SAGAS = `
  with page as materialized (
    select id, namespace, definition_hash, key, labels, input, trace_id, started_at, updated_at, revision, head_hash, snapshot, hot,
           attention
      from saga
     where hot and shard = any($1::smallint[]) and id > $2::uuid
     order by id
     limit $3::int
  )
  select page.id, page.namespace, page.definition_hash, page.key, page.labels, page.input, page.trace_id, page.started_at, page.updated_at,
         page.revision, encode(page.head_hash, 'hex') as head_hash, page.snapshot, page.hot,
         (page.hot and page.attention = 'poisoned') is true as parked,
         entry.seq, entry.at, entry.type, entry.data, encode(entry.hash, 'hex') as hash
    from page
    left join lateral (
      select seq, at, type, data, hash
        from skald_history.journal
       where journal.saga_id = page.id and journal.seq > page.revision
    ) as entry on true
   order by page.id, entry.seq`;
