import type { Connection } from "../../connection.ts";

/**
 * Locks the replica of a name, the former self of whoever registers, and returns its id.
 * Served by the unique name; no row means the name is free.
 */
export async function lockNamedReplicas(db: Connection, name: string): Promise<readonly string[]> {
  const result = await db.query({ text: LOCK_NAMED_REPLICAS, values: [name] });

  return result.rows.map((row) => row["id"]);
}

const LOCK_NAMED_REPLICAS = `
  select id::text
    from replica
   where name = $1::text
     for update`;
