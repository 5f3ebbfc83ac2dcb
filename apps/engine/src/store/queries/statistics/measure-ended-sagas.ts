import type { Connection, Row } from "../../connection.ts";

/**
 * Figures of the sagas that ended within a window, of each namespace at most the newest `limit`: one row per
 * definition, and one for all of them, whose definition is null. Locks nothing; reads the end of
 * saga_ended_index per namespace.
 */
export async function measureEndedSagas(db: Connection, windowMs: number, limit: number): Promise<readonly Row[]> {
  const result = await db.query({ text: MEASURE_ENDED_SAGAS, values: [windowMs, limit] });

  return result.rows;
}

const MEASURE_ENDED_SAGAS = `
  with space as (
    select distinct namespace
      from definition
     where kind = 'saga'
  ), ended as (
    select found.definition_hash, found.status, found.steps_completed, found.steps_total,
           extract(epoch from found.ended_at - found.started_at) * 1000 as duration_ms
      from space
      join lateral (
        select definition_hash, status, steps_completed, steps_total, started_at, ended_at
          from saga
         where saga.namespace = space.namespace and saga.ended_at > now() - $1::bigint * interval '1 millisecond'
         order by saga.ended_at desc
         limit $2::int
      ) as found on true
  ), measured as (
    select definition_hash,
           count(*)::int as ended,
           count(*) filter (where status = 'completed')::int as completed,
           count(*) filter (where status = 'compensated')::int as compensated,
           avg(steps_completed)::float8 as mean_steps,
           (sum(steps_completed)::float8 / nullif(sum(steps_total), 0)) as step_completion_rate,
           avg(duration_ms)::float8 as mean_ms,
           percentile_cont(array[0.5, 0.95, 0.99]) within group (order by duration_ms) as percentiles_ms
      from ended
     group by grouping sets ((), (definition_hash))
  )
  select measured.*, definition.namespace || '/' || definition.name as definition, definition.version
    from measured
    left join definition on definition.hash = measured.definition_hash
   order by definition.namespace, definition.name, definition.version`;
