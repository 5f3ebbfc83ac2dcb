import type { Connection, Row } from "../../connection.ts";

/**
 * Starts, completions and compensations in equal slices of a window, oldest first. Locks nothing; reads a
 * range of (namespace, started_at, id) and of saga_ended_index per namespace.
 */
export async function countSeries(db: Connection, windowMs: number, slices: number): Promise<readonly Row[]> {
  const result = await db.query({ text: COUNT_SERIES, values: [windowMs, slices] });

  return result.rows;
}

const COUNT_SERIES = `
  with space as (
    select distinct namespace
      from definition
     where kind = 'saga'
  ), bounds as (
    select now() - $1::bigint * interval '1 millisecond' as begins, $1::float8 / $2::int / 1000 as slice_seconds
  ), happened as (
    select floor(extract(epoch from started.started_at - bounds.begins) / bounds.slice_seconds)::int as slice, 'started' as what
      from bounds, space
      join lateral (
        select started_at
          from saga
         where saga.namespace = space.namespace and saga.started_at > now() - $1::bigint * interval '1 millisecond'
      ) as started on true
     union all
    select floor(extract(epoch from ended.ended_at - bounds.begins) / bounds.slice_seconds)::int as slice, ended.status as what
      from bounds, space
      join lateral (
        select ended_at, status
          from saga
         where saga.namespace = space.namespace and saga.ended_at > now() - $1::bigint * interval '1 millisecond'
      ) as ended on true
  ), counted as (
    select least(slice, $2::int - 1) as slice,
           count(*) filter (where what = 'started')::int as started,
           count(*) filter (where what = 'completed')::int as completed,
           count(*) filter (where what = 'compensated')::int as compensated
      from happened
     group by 1
  )
  select bounds.begins + slice.number * bounds.slice_seconds * interval '1 second' as at,
         coalesce(counted.started, 0) as started,
         coalesce(counted.completed, 0) as completed,
         coalesce(counted.compensated, 0) as compensated,
         now() as as_of
    from bounds, generate_series(0, $2::int - 1) as slice (number)
    left join counted on counted.slice = slice.number
   order by slice.number`;
