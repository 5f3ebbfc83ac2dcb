import type { Connection } from "../../connection.ts";
import { listValues, NAMESPACES, type ResolvedFilter, SAGA_PREDICATES } from "./saga-filter-values.ts";

/**
 * How many sagas fit a filter, counted up to `limit`. Locks nothing; walks (namespace, status, started_at, id)
 * and stops at the limit. The order only keeps the planner from reading the whole table for a rare status.
 */
export async function countSagas(db: Connection, filter: ResolvedFilter, limit: number): Promise<number> {
  const result = await db.query({ text: COUNT_SAGAS, values: listValues(filter, { after: null, limit }) });

  return result.rows[0]?.["sagas"] ?? 0;
}

const COUNT_SAGAS = `
  with space as (${NAMESPACES}
  )
  select count(*)::int as sagas
    from (
      select 1
        from space
       cross join unnest($13::text[]) as wanted (status)
        join lateral (
          select 1
            from saga
           where saga.namespace = space.namespace
             and saga.status = wanted.status
             and $14::timestamptz is not null and $15::uuid is not null
${SAGA_PREDICATES}
           order by saga.started_at desc
           limit $16::int
        ) as found on true
       limit $16::int
    ) as counted`;
