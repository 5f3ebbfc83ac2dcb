import type { Connection } from "../../connection.ts";

/** Who registers. */
export interface NewReplica {
  readonly name: string;
  readonly engineVersion: string;
  readonly lanes: number;
}

/**
 * Inserts a replica with a fresh lease and its lanes with token 1, and returns its id. A unique violation
 * means somebody registered the name at the same instant.
 */
export async function insertReplica(db: Connection, replica: NewReplica): Promise<string> {
  const result = await db.query({ text: INSERT_REPLICA, values: [replica.name, replica.engineVersion, replica.lanes] });

  return result.rows[0]?.["id"];
}

const INSERT_REPLICA = `
  with registered as (
    insert into replica (name, engine_version, lease_until)
    values ($1::text, $2::text, now() + interval '10 seconds')
    returning id
  ), opened as (
    insert into commit_lane (replica_id, lane, token)
    select registered.id, lane, 1
      from registered, generate_series(0, $3::int - 1) as lane
  )
  select id::text from registered`;
