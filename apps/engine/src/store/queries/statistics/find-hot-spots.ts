import type { Connection, Row } from "../../connection.ts";

/**
 * Where sagas that started within a window failed: definition, state and error type, the most frequent
 * first. Locks nothing; served by saga_error_index, which holds failing sagas only.
 */
export async function findHotSpots(db: Connection, windowMs: number, limit: number): Promise<readonly Row[]> {
  const result = await db.query({ text: FIND_HOT_SPOTS, values: [windowMs, limit] });

  return result.rows;
}

const FIND_HOT_SPOTS = `
  with failed as (
    select definition_hash, coalesce(failed_state, '') as state, error_type, count(*)::int as sagas,
           min(coalesce(ended_at, updated_at)) as first_seen
      from saga
     where error_type is not null and started_at > now() - $1::bigint * interval '1 millisecond'
     group by 1, 2, 3
  )
  select definition.namespace || '/' || definition.name as definition, failed.state, failed.error_type as type,
         sum(failed.sagas)::int as sagas, min(failed.first_seen) as first_seen
    from failed
    join definition on definition.hash = failed.definition_hash
   group by 1, 2, 3
   order by sagas desc, 1, 2, 3
   limit $2::int`;
