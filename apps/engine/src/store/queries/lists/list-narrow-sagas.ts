import type { Connection, Row } from "../../connection.ts";
import { listValues, type ResolvedFilter, SAGA_PREDICATES, type SagaPage, SUMMARY_COLUMNS, SUMMARY_OF_PAGE } from "./saga-filter-values.ts";

/** The sagas of the ids given that fit the filter, in its order. Locks nothing; served by the primary key, then sorted. */
export async function listNarrowSagas(
  db: Connection,
  filter: ResolvedFilter,
  page: SagaPage,
  ids: readonly string[],
): Promise<readonly Row[]> {
  const values = [...listValues(filter, page), ids, filter.filter.order === "newest"];
  const result = await db.query({ text: LIST_NARROW_SAGAS, values });

  return result.rows;
}

const LIST_NARROW_SAGAS = `
  with page as (
    select ${SUMMARY_COLUMNS}
      from saga
     where saga.id = any($21::uuid[])
       and ($1::text is null or saga.namespace = $1::text)
       and saga.status = any($13::text[])
       and case
             when $22::bool then (saga.started_at, saga.id) < ($14::timestamptz, $15::uuid)
             else (saga.started_at, saga.id) > ($14::timestamptz, $15::uuid)
           end
${SAGA_PREDICATES}
     order by case when $22::bool then saga.started_at end desc, case when $22::bool then saga.id end desc, saga.started_at, saga.id
     limit $16::int
  )
  select ${SUMMARY_OF_PAGE}
    from page
    join definition on definition.hash = page.definition_hash
   order by case when $22::bool then page.started_at end desc, case when $22::bool then page.id end desc, page.started_at, page.id`;
