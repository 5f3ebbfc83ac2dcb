import type { Connection } from "../../connection.ts";

/**
 * Renews the lease of a replica and returns the database's clock, milliseconds since 1970.
 * Touches `replica` only, never `commit_lane`: a heartbeat must not wait for a commit.
 * Null: the row is gone, this replica was taken over or replaced.
 */
export async function heartbeat(db: Connection, replicaId: string): Promise<number | null> {
  const result = await db.query({ name: "heartbeat", text: HEARTBEAT, values: [replicaId] });
  const nowMs = result.rows[0]?.["now_ms"];

  return nowMs === undefined ? null : Number(nowMs);
}

const HEARTBEAT = `
  update replica
     set lease_until = now() + interval '10 seconds'
   where id = $1::bigint
  returning extract(epoch from clock_timestamp()) * 1000 as now_ms`;
