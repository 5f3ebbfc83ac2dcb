import type { Connection } from "../connection.ts";
import { filterValues, NAMESPACES, pageValues, type ResolvedFilter, SAGA_PREDICATES } from "./saga-filter-values.ts";

/**
 * How many sagas fit a filter, counted up to `limit`. Locks nothing; walks (namespace, status, started_at, id)
 * and stops at the limit.
 */
export async function countSagas(db: Connection, filter: ResolvedFilter, limit: number): Promise<number> {
  const values = [...filterValues(filter), ...pageValues({ after: null, limit }, "newest")];
  const result = await db.query({ name: "count-sagas", text: COUNT_SAGAS, values });

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
             and (saga.started_at, saga.id) < ($14::timestamptz, $15::uuid)
${SAGA_PREDICATES}
           limit $16::int
        ) as found on true
       limit $16::int
    ) as counted`;
