import type { Connection } from "../../connection.ts";

/**
 * Live sagas of the shards given whose deadline is over by the database's clock, oldest first,
 * but those that cannot be read.
 * Locks nothing; served by saga_deadline_index, one range per shard.
 */
export async function findDueDeadlines(db: Connection, shards: readonly number[], limit: number): Promise<readonly string[]> {
  const result = await db.query({ name: "find-due-deadlines", text: FIND_DUE_DEADLINES, values: [shards, limit] });

  return result.rows.map((row) => row["id"]);
}

const FIND_DUE_DEADLINES = `
  select due.id
    from unnest($1::smallint[]) as held (shard)
    join lateral (
      select id, deadline_at
        from saga
       where saga.shard = held.shard
         and deadline_at <= now()
         and status not in ('completed', 'compensated', 'failed', 'terminated')
         and (hot and attention = 'poisoned') is not true
       order by deadline_at
       limit $2::int
    ) as due on true
   order by due.deadline_at
   limit $2::int`;
