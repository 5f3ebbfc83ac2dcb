import type { Connection } from "../../connection.ts";

/** Who holds a name now; null when nobody does. Tells a replica that lost its row why. */
export async function findReplicaByName(db: Connection, name: string): Promise<string | null> {
  const result = await db.query({ text: FIND_REPLICA_BY_NAME, values: [name] });

  return result.rows[0]?.["id"] ?? null;
}

const FIND_REPLICA_BY_NAME = `
  select id::text
    from replica
   where name = $1::text`;
