import { uuidArray } from "../../array-columns.ts";
import type { Connection } from "../../connection.ts";

/**
 * Deletes sagas that have ended, with their journals; a saga that has not is left as it is. Answers how many went.
 * Runs in a transaction of its own: the triggers let a journal go only where \`skald.retention\` is on. Locks the rows
 * it deletes, which nobody changes any more; served by the primary keys.
 */
export async function deleteSagas(db: Connection, ids: readonly string[]): Promise<number> {
  await db.query({ text: "set local skald.retention = 'on'", values: [] });
  const result = await db.query({ text: DELETE_SAGAS, values: [uuidArray(ids)] });

  return result.rows[0]?.["sagas"] ?? 0;
}

const DELETE_SAGAS = `
  with gone as (
    delete from saga
     where id = any($1::uuid[])
       and ended_at is not null
       and status in ('completed', 'compensated', 'failed', 'terminated')
    returning id
  ), entries as (
    delete from skald_history.journal
     using gone
     where journal.saga_id = gone.id
  ), waits as (
    delete from timer
     using gone
     where timer.saga_id = gone.id
  )
  select count(*)::int as sagas from gone`;
