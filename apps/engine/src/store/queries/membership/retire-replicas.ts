import type { Connection } from "../../connection.ts";

/**
 * Ends replicas: deletes their lane rows, which waits for a commit that is running and refuses every later
 * one, frees their shards and deletes them. Runs in a transaction that holds their replica rows.
 */
export async function retireReplicas(db: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.query({ text: RETIRE_REPLICAS, values: [ids] });
}

const RETIRE_REPLICAS = `
  with unfenced as (
    delete from commit_lane
     where replica_id = any($1::bigint[])
  ), freed as (
    update shard
       set replica_id = null
     where replica_id = any($1::bigint[])
  )
  delete from replica
   where id = any($1::bigint[])`;
