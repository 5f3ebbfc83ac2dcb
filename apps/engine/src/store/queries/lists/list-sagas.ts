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
 * Sagas of any status, newest first. Locks nothing; walks (namespace, started_at, id) once per namespace
 * and stops after the page, unless a filter lets little through.
 */
export async function listSagas(db: Connection, filter: ResolvedFilter, page: SagaPage): Promise<readonly Row[]> {
  const result = await db.query({ text: LIST_SAGAS, values: listValues(filter, page) });

  return result.rows;
}

const LIST_SAGAS = `
  with space as (${NAMESPACES}
  ), page as (
    select found.*
      from space
      join lateral (
        select ${SUMMARY_COLUMNS}
          from saga
         where saga.namespace = space.namespace
           and (saga.started_at, saga.id) < ($14::timestamptz, $15::uuid)
           and saga.status = any($13::text[])
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
