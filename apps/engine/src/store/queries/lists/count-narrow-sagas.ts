import type { Connection } from "../../connection.ts";
import { listValues, type ResolvedFilter, SAGA_PREDICATES } from "./saga-filter-values.ts";

/** How many of the ids given fit the filter. Locks nothing; served by the primary key. */
export async function countNarrowSagas(db: Connection, filter: ResolvedFilter, ids: readonly string[]): Promise<number> {
  const values = [...listValues(filter, { after: null, limit: ids.length }), ids];
  const result = await db.query({ text: COUNT_NARROW_SAGAS, values });

  return result.rows[0]?.["sagas"] ?? 0;
}

const COUNT_NARROW_SAGAS = `
  select count(*)::int as sagas
    from saga
   where saga.id = any($21::uuid[])
     and ($1::text is null or saga.namespace = $1::text)
     and saga.status = any($13::text[])
     and $14::timestamptz is not null and $15::uuid is not null and $16::int is not null
${SAGA_PREDICATES}`;
