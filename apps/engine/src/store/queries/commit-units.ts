import type { Connection } from "../connection.ts";
import type { UnitColumns } from "../unit-columns.ts";
import { type LaneIdentity, laneValues } from "./lane-identity.ts";

/** What became of a batch. `refused` holds the numbers of the units whose gate or command key was taken. */
export interface CommittedUnits {
  readonly held: boolean;
  readonly refused: readonly number[];
}

/**
 * Commits units of which some start, rest, wake, carry a gate, a command or timers.
 *
 * Locks the lane's own row, then gates and commands in sorted order, then the sagas by primary key;
 * every batch does so in this order. `held` false means fenced: nothing was written. A unit whose gate or
 * command key is taken is in `refused`, and none of its other rows is written. A checkpoint that finds no
 * row, or a newer one, fails the statement on purpose (class 22): the lane halves until that unit stands alone.
 */
export async function commitUnits(db: Connection, lane: LaneIdentity, columns: UnitColumns): Promise<CommittedUnits> {
  const { gates, commands, rows, starts, entries, timersSet, timersCleared } = columns;
  const values = [...laneValues(lane), ...gates, ...commands, ...starts, ...rows, ...entries, ...timersSet, ...timersCleared];
  const result = await db.query({ name: "commit-units", text: COMMIT_UNITS, values });

  const row = result.rows[0];
  return { held: row?.["held"] === 1, refused: row?.["refused"] ?? [] };
}

const COMMIT_UNITS = `
  with fence as materialized (
    select 1
      from commit_lane
     where replica_id = $1::bigint and lane = $2::smallint and token = $3::bigint
       for update
  ), gate as materialized (
    select *
      from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::bigint[])
        as gate (unit, namespace, scope, key, fingerprint, saga_id, keep_ms)
  ), won as (
    insert into idempotency_key (namespace, scope, key, fingerprint, saga_id, expires_at)
    select namespace, scope, key, fingerprint, saga_id, now() + keep_ms * interval '1 millisecond'
      from gate, fence
     order by namespace, scope, key
    on conflict do nothing
    returning namespace, scope, key, saga_id
  ), asked as materialized (
    select *
      from unnest($11::int[], $12::uuid[], $13::uuid[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[],
                  $20::text[], $21::int[], $22::int[], $23::int[], $24::text[], $25::text[], $26::timestamptz[])
        as asked (unit, id, saga_id, type, state, arguments, actor, reason, ticket, result, revision_seen, revision_before, revision_after,
                  idempotency_key, fingerprint, at)
  ), recorded as (
    insert into command (id, saga_id, type, state, arguments, actor, reason, ticket, result, revision_seen, revision_before, revision_after,
                         idempotency_key, fingerprint, at)
    select id, saga_id, type, state, arguments, actor, reason, ticket, result, revision_seen, revision_before, revision_after,
           idempotency_key, fingerprint, at
      from asked, fence
     order by id
    on conflict do nothing
    returning id
  ), refused as materialized (
    select unit from gate left join won using (namespace, scope, key, saga_id) where won.key is null
     union
    select unit from asked left join recorded using (id) where recorded.id is null
  ), written as materialized (
    select *
      from unnest($35::int[], $36::uuid[], $37::smallint[], $38::text[], $39::text[], $40::text[], $41::text[], $42::timestamptz[],
                  $43::bool[], $44::int[], $45::bytea[], $46::text[], $47::text[], $48::text[], $49::int[], $50::text[], $51::text[],
                  $52::text[], $53::text[], $54::text[], $55::int[], $56::int[], $57::int[], $58::int[], $59::int[], $60::text[],
                  $61::timestamptz[], $62::timestamptz[], $63::bigint[])
        as written (unit, id, shard, status, phase, attention, attention_state, attention_since, hot, revision, head_hash, snapshot, movers,
                current, attempts_max, parked_on, error_type, failed_state, cause, waived, progress_percent, steps_completed, steps_total,
                undos_completed, undos_total, output, updated_at, ended_at, deadline_in_ms)
     where written.unit not in (select unit from refused)
  ), start as materialized (
    select *
      from unnest($27::int[], $28::text[], $29::text[], $30::text[], $31::text[], $32::text[], $33::text[], $34::timestamptz[])
        as start (unit, namespace, definition_hash, key, labels, input, trace_id, started_at)
  ), started as (
    insert into saga (id, shard, namespace, definition_hash, key, labels, input, trace_id, started_at, status, phase, attention, attention_state,
                      attention_since, hot, revision, head_hash, snapshot, movers, current, attempts_max, parked_on, error_type, failed_state,
                      cause, waived, progress_percent, steps_completed, steps_total, undos_completed, undos_total, output, updated_at, ended_at,
                      deadline_at)
    select written.id, written.shard, start.namespace, start.definition_hash, start.key, start.labels::jsonb, start.input, start.trace_id,
           start.started_at, written.status, written.phase, written.attention, written.attention_state, written.attention_since, written.hot, written.revision,
           written.head_hash, written.snapshot, written.movers::text[], written.current::text[], written.attempts_max, written.parked_on, written.error_type,
           written.failed_state, written.cause, written.waived::text[], written.progress_percent, written.steps_completed, written.steps_total,
           written.undos_completed, written.undos_total, written.output, written.updated_at, written.ended_at,
           now() + written.deadline_in_ms * interval '1 millisecond'
      from start join written using (unit), fence
    returning 1
  ), checkpointed as (
    update saga
       set status = written.status,
           phase = written.phase,
           attention = written.attention,
           attention_state = written.attention_state,
           attention_since = written.attention_since,
           hot = written.hot,
           revision = written.revision,
           head_hash = written.head_hash,
           snapshot = written.snapshot,
           movers = written.movers::text[],
           current = written.current::text[],
           attempts_max = written.attempts_max,
           parked_on = written.parked_on,
           error_type = written.error_type,
           failed_state = written.failed_state,
           cause = written.cause,
           waived = written.waived::text[],
           progress_percent = written.progress_percent,
           steps_completed = written.steps_completed,
           steps_total = written.steps_total,
           undos_completed = written.undos_completed,
           undos_total = written.undos_total,
           output = written.output,
           ended_at = written.ended_at,
           deadline_at = now() + written.deadline_in_ms * interval '1 millisecond',
           updated_at = coalesce(written.updated_at, (select at from skald_history.journal where saga_id = written.id and seq = written.revision), saga.updated_at)
      from written, fence
     where saga.id = written.id and saga.revision <= written.revision and written.unit not in (select unit from start)
    returning 1
  ), appended as (
    insert into skald_history.journal (saga_id, seq, at, type, data, hash)
    select entry.saga_id, entry.seq, entry.at, entry.type, entry.data, entry.hash
      from unnest($64::int[], $65::uuid[], $66::int[], $67::timestamptz[], $68::text[], $69::text[], $70::bytea[])
        as entry (unit, saga_id, seq, at, type, data, hash), fence
     where entry.unit not in (select unit from refused)
    returning 1
  ), cleared as (
    delete from timer
     using unnest($76::int[], $77::uuid[], $78::text[]) as done (unit, saga_id, name), fence
     where timer.saga_id = done.saga_id and timer.name = done.name and done.unit not in (select unit from refused)
    returning 1
  ), awaited as (
    insert into timer (saga_id, name, shard, due_at)
    select due.saga_id, due.name, due.shard, now() + due.delay_ms * interval '1 millisecond'
      from unnest($71::int[], $72::uuid[], $73::text[], $74::smallint[], $75::bigint[]) as due (unit, saga_id, name, shard, delay_ms), fence
     where due.unit not in (select unit from refused)
    on conflict (saga_id, name) do update set shard = excluded.shard, due_at = excluded.due_at
    returning 1
  )
  select (select count(*)::int from fence) as held,
         array(select unit from refused) as refused,
         case
           when not exists (select 1 from fence) then 0
           when (select count(*) from started) + (select count(*) from checkpointed) = (select count(*) from written) then 0
           else ('A checkpoint found no row to write: ' || (select count(*) from written))::int
         end as defect`;
