import type { ClientBase, Pool } from "pg";

/**
 * The migration a service adds to its own schema. Services in other languages use the same two
 * tables; the statements of one call are listed in the text, in order.
 */
export const BARRIER_SQL = `
-- One row per visit of a step: the row every call of that visit locks.
create table if not exists skald_step (
  saga   text    not null,
  state  text    not null,
  visit  integer not null,
  fence  bigint  not null,                 -- highest seen, a verify included
  opened boolean not null default false,   -- the action (prepare, try) took effect
  closed boolean not null default false,   -- the undo (abort, cancel) was accepted
  seen_at timestamptz not null default now(),
  primary key (saga, state, visit)
);

-- One row per key whose effect took place, with the answer that is given again.
-- Keep rows for longer than a saga lives; delete by answered_at.
create table if not exists skald_answer (
  key         text not null primary key,
  fingerprint text,
  status      integer,
  headers     text,
  body        text,
  answered_at timestamptz not null default now()
);

-- The recipe, in one transaction (read committed) of the service's own database:
--  1. insert into skald_step (saga, state, visit, fence) values (...)
--       on conflict (saga, state, visit) do update set fence = greatest(skald_step.fence, excluded.fence)
--       returning fence, opened, closed;      -- waits for a concurrent duplicate
--  2. fence higher than mine: answer 409 with the header Skald-Stale-Fence, end.
--  3. kind verify: read, answer, end (a verify is never stored).
--  4. action, prepare, try, commit, confirm and closed: answer 409 ALREADY_UNDONE, end.
--  5. select from skald_answer where key = mine: found, give that answer again, end.
--  6. undo, abort, cancel and (not opened or closed): set closed, answer 200, end.
--  7. do the work. A refusal (4xx): roll the work back, keep the row of step 1, end.
--  8. set opened or closed, insert into skald_answer, commit, answer.
`;

/** Creates the tables of the barrier in the schema the connection writes to. Harmless when they exist. */
export async function createBarrierTables(db: Pool | ClientBase): Promise<void> {
  await db.query(BARRIER_SQL);
}
