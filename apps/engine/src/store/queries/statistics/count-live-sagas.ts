import type { Connection } from "../../connection.ts";

/** Live sagas of one definition and status. */
export interface LiveCount {
  readonly definition: string;
  readonly version: string;
  readonly hash: string;
  readonly status: string;
  readonly sagas: number;
}

/** Counts live sagas by definition and status. Locks nothing; reads the live ranges of (namespace, status, …). */
export async function countLiveSagas(db: Connection): Promise<readonly LiveCount[]> {
  const result = await db.query({ text: COUNT_LIVE_SAGAS, values: [] });

  return result.rows.map((row) => ({
    definition: row["definition"],
    version: row["version"],
    hash: row["hash"],
    status: row["status"],
    sagas: row["sagas"],
  }));
}

const COUNT_LIVE_SAGAS = `
  with space as (
    select distinct namespace
      from definition
     where kind = 'saga'
  ), live as (
    select found.definition_hash, wanted.status, count(*)::int as sagas
      from space
     cross join unnest(array['running', 'waiting', 'paused', 'compensating', 'suspended']) as wanted (status)
      join lateral (
        select definition_hash
          from saga
         where saga.namespace = space.namespace and saga.status = wanted.status
      ) as found on true
     group by found.definition_hash, wanted.status
  )
  select definition.namespace || '/' || definition.name as definition, definition.version, definition.hash, live.status, live.sagas
    from live
    join definition on definition.hash = live.definition_hash
   order by 1, 2`;
