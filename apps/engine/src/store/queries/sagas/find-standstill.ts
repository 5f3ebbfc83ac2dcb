import type { Connection } from "../../connection.ts";

/** Figures of the watchdog; the first two are 0 at all times. */
export interface Standstill {
  /** Hot sagas of the shards given with an open call whose journal stood still for too long. */
  readonly stalled: number;
  /** Hot sagas of shards nobody holds. */
  readonly unowned: number;
  /** How long the oldest due timer waits, milliseconds. */
  readonly timerLateMs: number;
}

/**
 * Asks whether due work progresses (G28). A saga stands still when its last entry is older than `stillMs`,
 * which is 30 s and the longest time-out of a call: the row does not know the time-out of its own call.
 * `at` is shown, not decided by; here it only rings a bell. Locks nothing; served by saga_hot_index.
 */
export async function findStandstill(db: Connection, shards: readonly number[], stillMs: number): Promise<Standstill> {
  const result = await db.query({ name: "find-standstill", text: FIND_STANDSTILL, values: [shards, stillMs] });
  const row = result.rows[0];

  return { stalled: row?.["stalled"] ?? 0, unowned: row?.["unowned"] ?? 0, timerLateMs: Number(row?.["timer_late_ms"] ?? 0) };
}

const FIND_STANDSTILL = `
  with old as (
    select saga.id, saga.shard, saga.movers
      from saga
     where saga.hot and saga.updated_at < now() - $2::bigint * interval '1 millisecond'
  ), still as (
    select old.id
      from old
     where old.shard = any($1::smallint[])
       and 'call' = any(old.movers)
       and (select at from skald_history.journal where journal.saga_id = old.id order by seq desc limit 1) < now() - $2::bigint * interval '1 millisecond'
  )
  select (select count(*)::int from still) as stalled,
         (
           select count(*)::int
             from saga
             join shard on shard.id = saga.shard
            where saga.hot and shard.replica_id is null
         ) as unowned,
         (
           select extract(epoch from now() - min(due_at)) * 1000
             from timer
            where shard = any($1::smallint[])
              and due_at <= now()
              and (select hot and attention = 'poisoned' from saga where saga.id = timer.saga_id) is not true
         ) as timer_late_ms`;
