import type { Connection } from "../connection.ts";
import { filterValues, NAMESPACES, pageValues, type ResolvedFilter, SAGA_PREDICATES } from "./saga-filter-values.ts";
import { CANDIDATES, searchValues } from "./searched-sagas.ts";

/** How many sagas a search finds, counted up to `limit`. Locks nothing; the same ways in as search-sagas. */
export async function countSearchedSagas(db: Connection, filter: ResolvedFilter, limit: number): Promise<number> {
  const values = [...filterValues(filter), ...pageValues({ after: null, limit }, "newest"), ...searchValues(filter.filter)];
  const result = await db.query({ name: "count-searched-sagas", text: COUNT_SEARCHED_SAGAS, values });

  return result.rows[0]?.["sagas"] ?? 0;
}

const COUNT_SEARCHED_SAGAS = `
  with space as (${NAMESPACES}
  ), candidate as (${CANDIDATES}
  )
  select count(*)::int as sagas
    from (
      select 1
        from candidate
        join saga on saga.id = candidate.id
       where saga.namespace in (select namespace from space)
         and saga.status = any($13::text[])
         and (saga.started_at, saga.id) < ($14::timestamptz, $15::uuid)
${SAGA_PREDICATES}
       limit $16::int
    ) as counted`;
