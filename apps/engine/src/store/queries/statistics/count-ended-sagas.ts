import type { Connection } from "../../connection.ts";

/**
 * Counts the sagas that ended within a window by status. Locks nothing; reads a range of saga_ended_index per
 * namespace, and no table.
 */
export async function countEndedSagas(db: Connection, windowMs: number): Promise<Readonly<Record<string, number>>> {
  const result = await db.query({ text: COUNT_ENDED_SAGAS, values: [windowMs] });

  return Object.fromEntries(result.rows.map((row) => [row["status"], row["sagas"]]));
}

const COUNT_ENDED_SAGAS = `
  with space as (
    select distinct namespace
      from definition
     where kind = 'saga'
  )
  select found.status, count(*)::int as sagas
    from space
    join lateral (
      select status
        from saga
       where saga.namespace = space.namespace and saga.ended_at > now() - $1::bigint * interval '1 millisecond'
    ) as found on true
   group by found.status`;
