import type { Connection, Row } from "../../connection.ts";

/**
 * The row of a saga and its entries after the row's revision, in one statement, hence of one instant.
 * Locks nothing; served by both primary keys. Every row repeats the saga; no row means no such saga.
 */
export async function loadSagaRows(db: Connection, sagaId: string): Promise<readonly Row[]> {
  const result = await db.query({ name: "load-saga", text: LOAD_SAGA, values: [sagaId] });

  return result.rows;
}

const LOAD_SAGA = `
  select saga.id, saga.namespace, saga.definition_hash, saga.key, saga.labels, saga.input, saga.trace_id, saga.started_at, saga.updated_at,
         saga.revision, encode(saga.head_hash, 'hex') as head_hash, saga.snapshot, saga.hot,
         (saga.hot and saga.attention = 'poisoned') is true as parked,
         journal.seq, journal.at, journal.type, journal.data, encode(journal.hash, 'hex') as hash
    from saga
    left join skald_history.journal on journal.saga_id = $1::uuid and journal.seq > saga.revision
   where saga.id = $1::uuid
   order by journal.seq`;
