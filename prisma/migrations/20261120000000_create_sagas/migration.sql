-- Sagas, their journal, and the replicas that may write them.

-- Who is alive. The id is the incarnation: a restart is a new replica, whatever its name.
create table replica (
  id bigserial primary key,
  name text not null,
  lease_until timestamptz not null,
  started_at timestamptz not null default now(),
  engine_version text not null,
  draining boolean not null default false
);
create unique index replica_name_key on replica (name);

-- Every commit locks one row of this table; a replica without rows cannot write.
create table commit_lane (
  replica_id bigint not null,
  lane smallint not null,
  token bigint not null,
  constraint commit_lane_pkey primary key (replica_id, lane)
) with (fillfactor = 50);

create sequence shard_epoch;

create table shard (
  id smallint primary key,
  epoch bigint not null default 0,
  replica_id bigint
) with (fillfactor = 50);
insert into shard (id) select generate_series(0, 63);

-- Documents as they were uploaded. A saga is pinned to a hash, so rows never change but for their state.
create table definition (
  hash text primary key,
  namespace text not null,
  name text not null,
  version text not null,
  kind text not null,
  title text,
  source text not null,
  canonical text not null,
  compiled text not null,
  state text not null default 'active',
  created_at timestamptz not null default now(),
  constraint definition_kind_check check (kind in ('saga', 'service')),
  constraint definition_state_check check (state in ('active', 'deprecated', 'disabled'))
);
create unique index definition_namespace_name_kind_version_key on definition (namespace, name, kind, version);

-- What a person set by hand for a service, and why.
create table service (
  name text primary key,
  breaker_override text,
  override_reason text,
  constraint service_breaker_override_check check (breaker_override in ('open', 'closed'))
);

-- The row of a saga: its last checkpoint and what lists show. The journal is the truth.
-- Texts that hold JSON are text, because jsonb refuses \u0000 and rewrites numbers.
create table saga (
  id uuid primary key,
  shard smallint not null,
  namespace text not null,
  definition_hash text not null,
  key text,
  labels jsonb not null,
  status text not null,
  phase text not null,
  attention text,
  attention_state text,
  attention_since timestamptz,
  hot boolean not null,
  revision integer not null,
  head_hash bytea not null,
  snapshot text not null,
  movers text[] not null,
  current text[] not null,
  attempts_max integer not null,
  parked_on text,
  error_type text,
  failed_state text,
  cause text,
  waived text[] not null,
  progress_percent integer not null,
  steps_completed integer not null,
  steps_total integer not null,
  undos_completed integer not null,
  undos_total integer not null,
  input text not null,
  output text not null,
  trace_id text not null,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  deadline_at timestamptz,
  constraint saga_status_check check (
    status in ('running', 'waiting', 'paused', 'compensating', 'suspended', 'completed', 'compensated', 'failed', 'terminated')
  ),
  constraint saga_phase_check check (phase in ('forward', 'compensating')),
  -- A live saga has something that can move it.
  constraint saga_movers_check check (
    status in ('completed', 'compensated', 'failed', 'terminated') or cardinality(movers) > 0
  )
) with (fillfactor = 80);
create index saga_hot_index on saga (id) where hot;
create index saga_deadline_index on saga (shard, deadline_at)
  where deadline_at is not null and status not in ('completed', 'compensated', 'failed', 'terminated');
create index saga_namespace_started_at_id_idx on saga (namespace, started_at desc, id desc);
create index saga_namespace_status_started_at_id_idx on saga (namespace, status, started_at desc, id desc);
create index saga_key_index on saga (namespace, key text_pattern_ops) where key is not null;
create index saga_error_index on saga (namespace, error_type, started_at desc, id desc) where error_type is not null;
create index saga_attention_index on saga (namespace, attention) where attention is not null;
create index saga_ended_index on saga (namespace, ended_at) include (status) where ended_at is not null;

create function refuse_change_of_ended_saga() returns trigger language plpgsql as $$
begin
  if current_setting('skald.retention', true) = 'on' then
    return coalesce(new, old);
  end if;
  raise exception 'Saga "%" has ended as %; its row never changes again.', old.id, old.status using errcode = '23514';
end
$$;
create trigger saga_ended_is_final before update on saga for each row
  when (old.status in ('completed', 'compensated', 'failed', 'terminated'))
  execute function refuse_change_of_ended_saga();

-- Durable waits. A row is deleted in the commit of the event it became.
create table timer (
  saga_id uuid not null,
  name text not null,
  shard smallint not null,
  due_at timestamptz not null,
  constraint timer_pkey primary key (saga_id, name)
) with (fillfactor = 80);
create index timer_shard_due_at_idx on timer (shard, due_at);

-- Gates: whoever inserts the row was first.
create table idempotency_key (
  namespace text not null,
  scope text not null,
  key text not null,
  fingerprint text,
  saga_id uuid not null,
  expires_at timestamptz not null,
  constraint idempotency_key_pkey primary key (namespace, scope, key)
);
create index idempotency_key_expires_at_idx on idempotency_key (expires_at);

-- What people commanded, why, and what came of it: the audit.
create table command (
  id uuid primary key,
  saga_id uuid not null,
  type text not null,
  state text not null,
  arguments text not null,
  actor text not null,
  reason text,
  ticket text,
  result text,
  revision_seen integer,
  revision_before integer,
  revision_after integer,
  idempotency_key text,
  fingerprint text not null,
  at timestamptz not null,
  constraint command_state_check check (state in ('pending', 'applied', 'refused'))
);
create unique index command_saga_id_idempotency_key_key on command (saga_id, idempotency_key);
create index command_saga_id_at_idx on command (saga_id, at);
create index command_at_id_idx on command (at desc, id desc);

-- History, partitioned by saga id: a UUIDv7 begins with its time, so a partition is a week of starts.
-- The engine creates the coming weeks; the default partition catches what they miss and must stay empty.
create schema if not exists skald_history;

create table skald_history.journal (
  saga_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  type text not null,
  data text not null,
  hash bytea not null,
  constraint journal_pkey primary key (saga_id, seq)
) partition by range (saga_id);
create table skald_history.journal_default partition of skald_history.journal default;

create function skald_history.refuse_change_of_journal() returns trigger language plpgsql as $$
begin
  if current_setting('skald.retention', true) = 'on' then
    return coalesce(new, old);
  end if;
  raise exception 'The journal is append-only: entry % of saga "%" stays as it is.', old.seq, old.saga_id using errcode = '23514';
end
$$;
create trigger journal_is_append_only before update or delete on skald_history.journal for each row
  execute function skald_history.refuse_change_of_journal();
