import type { Connection, Row } from "../../connection.ts";
import {
  listValues,
  NAMESPACES,
  type ResolvedFilter,
  SAGA_PREDICATES,
  type SagaPage,
  SUMMARY_COLUMNS,
  SUMMARY_OF_PAGE,
} from "./saga-filter-values.ts";

/**
 * Sagas of some statuses, newest first. Locks nothing; walks (namespace, status, started_at, id) once per
 * namespace and status, so that a rare status among a million is found at once.
 */
export async function listSagasByStatus(db: Connection, filter: ResolvedFilter, page: SagaPage): Promise<readonly Row[]> {
  const result = await db.query({ text: LIST_SAGAS_BY_STATUS, values: listValues(filter, page) });

  return result.rows;
}

const LIST_SAGAS_BY_STATUS = `
  with space as (${NAMESPACES}
  ), page as (
    select found.*
      from space
     cross join unnest($13::text[]) as wanted (status)
      join lateral (
        select ${SUMMARY_COLUMNS}
          from saga
         where saga.namespace = space.namespace
           and saga.status = wanted.status
           and (saga.started_at, saga.id) < ($14::timestamptz, $15::uuid)
${SAGA_PREDICATES}
         order by saga.started_at desc, saga.id desc
         limit $16::int
      ) as found on true
     order by found.started_at desc, found.id desc
     limit $16::int
  )
  select ${SUMMARY_OF_PAGE}
    from page
    join definition on definition.hash = page.definition_hash
   order by page.started_at desc, page.id desc`;
