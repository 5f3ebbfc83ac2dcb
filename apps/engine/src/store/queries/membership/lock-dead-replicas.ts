import type { Connection } from "../../connection.ts";

/**
 * Locks the replicas whose lease is over by the database's clock, except those somebody else is about to
 * take over. The row is checked again after it was locked: a heartbeat that came first wins.
 */
export async function lockDeadReplicas(db: Connection): Promise<readonly string[]> {
  const result = await db.query({ text: LOCK_DEAD_REPLICAS, values: [] });

  return result.rows.map((row) => row["id"]);
}

const LOCK_DEAD_REPLICAS = `
  select id::text
    from replica
   where lease_until < now()
   order by id
     for update skip locked`;
