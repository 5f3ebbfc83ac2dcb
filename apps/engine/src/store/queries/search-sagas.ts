import type { Connection, Row } from "../connection.ts";
import {
  filterValues,
  NAMESPACES,
  pageValues,
  type ResolvedFilter,
  SAGA_PREDICATES,
  type SagaPage,
  SUMMARY_COLUMNS,
  SUMMARY_OF_PAGE,
} from "./saga-filter-values.ts";
import { CANDIDATES, searchValues } from "./searched-sagas.ts";

/**
 * Sagas whose id or key begins with a text, whose error type it is, or whose key is exactly the one given,
 * in either order. Locks nothing; every way in has its index (primary key, saga_key_index, saga_error_index),
 * and what they find is sorted.
 */
export async function searchSagas(db: Connection, filter: ResolvedFilter, page: SagaPage): Promise<readonly Row[]> {
  const { order } = filter.filter;
  const values = [...filterValues(filter), ...pageValues(page, order), ...searchValues(filter.filter), order === "newest"];
  const result = await db.query({ name: "search-sagas", text: SEARCH_SAGAS, values });

  return result.rows;
}

const SEARCH_SAGAS = `
  with space as (${NAMESPACES}
  ), candidate as (${CANDIDATES}
  ), page as (
    select ${SUMMARY_COLUMNS}
      from candidate
      join saga on saga.id = candidate.id
     where saga.namespace in (select namespace from space)
       and saga.status = any($13::text[])
       and case
             when $23::bool then (saga.started_at, saga.id) < ($14::timestamptz, $15::uuid)
             else (saga.started_at, saga.id) > ($14::timestamptz, $15::uuid)
           end
${SAGA_PREDICATES}
     order by case when $23::bool then saga.started_at end desc, case when $23::bool then saga.id end desc, saga.started_at, saga.id
     limit $16::int
  )
  select ${SUMMARY_OF_PAGE}
    from page
    join definition on definition.hash = page.definition_hash
   order by case when $23::bool then page.started_at end desc, case when $23::bool then page.id end desc, page.started_at, page.id`;
