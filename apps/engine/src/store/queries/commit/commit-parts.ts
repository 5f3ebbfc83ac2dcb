// What the statements that commit rows are made of. commit-units leaves out what batches rarely
// have: to prepare the unused parts costs the server 0.13 ms a commit (one unit, PostgreSQL 18, 2026-11).
//
// Parameters: $1 to $3 the lane, $4 gates, $11 starts, $19 rows, $48 entries; beyond them, for
// commit-units-with-timers, $55 commands, $71 timers set, $76 timers cleared.

/** Locks the lane's row, or finds none. */
export const FENCE = `
  fence as materialized (
    select 1
      from commit_lane
     where replica_id = $1::bigint and lane = $2::smallint and token = $3::bigint
       for update
  )`;

/** Inserts the gates of starts; a gate that is taken inserts nothing. */
export const GATES = `
  gate as materialized (
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
  )`;

/** Units whose gate somebody else holds. */
export const REFUSED_BY_GATE = `
    select unit from gate left join won using (namespace, scope, key, saga_id) where won.key is null`;

/** Inserts the rows that start, updates those that changed, appends the entries. */
export const ROWS = `
  written as materialized (
    select *
      from unnest($19::int[], $20::uuid[], $21::smallint[], $22::text[], $23::text[], $24::text[], $25::text[], $26::timestamptz[],
                  $27::bool[], $28::int[], $29::bytea[], $30::text[], $31::text[], $32::text[], $33::int[], $34::text[], $35::text[],
                  $36::text[], $37::text[], $38::text[], $39::int[], $40::int[], $41::int[], $42::int[], $43::int[], $44::text[],
                  $45::timestamptz[], $46::timestamptz[], $47::bigint[])
        as written (unit, id, shard, status, phase, attention, attention_state, attention_since, hot, revision, head_hash, snapshot, movers,
                current, attempts_max, parked_on, error_type, failed_state, cause, waived, progress_percent, steps_completed, steps_total,
                undos_completed, undos_total, output, updated_at, ended_at, deadline_in_ms)
     where written.unit not in (select unit from refused)
  ), start as materialized (
    select *
      from unnest($11::int[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::timestamptz[])
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
      from unnest($48::int[], $49::uuid[], $50::int[], $51::timestamptz[], $52::text[], $53::text[], $54::bytea[])
        as entry (unit, saga_id, seq, at, type, data, hash), fence
     where entry.unit not in (select unit from refused)
    returning 1
  )`;

/** Records commands, the audit; a command key that was used records nothing. */
export const COMMANDS = `
  asked as materialized (
    select *
      from unnest($55::int[], $56::uuid[], $57::uuid[], $58::text[], $59::text[], $60::text[], $61::text[], $62::text[], $63::text[],
                  $64::text[], $65::int[], $66::int[], $67::int[], $68::text[], $69::text[], $70::timestamptz[])
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
  )`;

/** Units whose command key was used. */
export const REFUSED_BY_COMMAND = `
    select unit from asked left join recorded using (id) where recorded.id is null`;

/** Clears and sets timers. */
export const TIMERS = `
  cleared as (
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
  )`;

/** Counts; a checkpoint that found no row fails the statement on purpose, with class 22. */
export const RESULT = `
  select (select count(*)::int from fence) as held,
         array(select unit from refused) as refused,
         case
           when not exists (select 1 from fence) then 0
           when (select count(*) from started) + (select count(*) from checkpointed) = (select count(*) from written) then 0
           else ('A checkpoint found no row to write: ' || (select count(*) from written))::int
         end as defect`;
