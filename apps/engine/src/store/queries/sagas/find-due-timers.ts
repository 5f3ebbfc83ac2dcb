import type { DueTimer } from "../../../ports/saga-store.ts";
import type { Connection } from "../../connection.ts";

/**
 * Timers of the shards given that are due by the database's clock, oldest first. Locks nothing: a timer is
 * deleted by the commit of the event it became. A saga that cannot be read has no use for its timers before it can.
 * Served by (shard, due_at), one range per shard.
 */
export async function findDueTimers(db: Connection, shards: readonly number[], limit: number): Promise<readonly DueTimer[]> {
  const result = await db.query({ name: "find-due-timers", text: FIND_DUE_TIMERS, values: [shards, limit] });

  return result.rows.map((row) => ({ sagaId: row["saga_id"], name: row["name"] }));
}

const FIND_DUE_TIMERS = `
  select due.saga_id, due.name
    from unnest($1::smallint[]) as held (shard)
    join lateral (
      select saga_id, name, due_at
        from timer
       where timer.shard = held.shard
         and due_at <= now()
         and (select hot and attention = 'poisoned' from saga where saga.id = timer.saga_id) is not true
       order by due_at
       limit $2::int
    ) as due on true
   order by due.due_at
   limit $2::int`;
