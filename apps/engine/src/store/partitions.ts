import type pg from "pg";
import { inTransaction } from "./transaction.ts";

const WEEK_MS = 7 * 86_400_000;
/** The first Monday of 1970. */
const FIRST_MONDAY_MS = 4 * 86_400_000;
/** Weeks that must exist: the one before, for ids made just before midnight, and two ahead. */
const WEEKS = [-1, 0, 1, 2] as const;
const ADVISORY_LOCK = 72_707_370;

/** One week of history: sagas whose id, hence start, falls into it. */
export interface Partition {
  readonly name: string;
  /** Inclusive. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
}

/**
 * Creates the partitions of the weeks around now, by the database's clock, and returns the new names.
 * A partition is built apart and attached then: appending goes on meanwhile.
 */
export async function ensurePartitions(pool: pg.Pool): Promise<readonly string[]> {
  return inTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [ADVISORY_LOCK]);
    const result = await client.query(FIND_PARTITIONS);
    const existing = new Set<string>(result.rows[0]?.names ?? []);
    const missing = partitionsAround(Number(result.rows[0]?.now_ms)).filter((partition) => !existing.has(partition.name));
    for (const partition of missing) await client.query(createPartition(partition));
    return missing.map((partition) => partition.name);
  });
}

/** How many entries lie in the default partition. More than 0 is a defect. */
export async function countStray(pool: pg.Pool): Promise<number> {
  const result = await pool.query("select count(*)::int as entries from (select 1 from skald_history.journal_default limit 1000) as stray");
  return result.rows[0]?.entries ?? 0;
}

/** The partitions that must exist at an instant. */
export function partitionsAround(nowMs: number): readonly Partition[] {
  const monday = Math.floor((nowMs - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS + FIRST_MONDAY_MS;

  return WEEKS.map((week) => {
    const fromMs = monday + week * WEEK_MS;
    const name = `journal_${new Date(fromMs).toISOString().slice(0, 10).replaceAll("-", "")}`;
    return { name, from: firstIdAt(fromMs), to: firstIdAt(fromMs + WEEK_MS) };
  });
}

// A UUIDv7 begins with 48 bits of milliseconds.
function firstIdAt(ms: number): string {
  const hex = ms.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

// Bounds of partitions cannot be parameters; both are made of hex digits of a number, above.
function createPartition({ name, from, to }: Partition): string {
  return `
    create table skald_history.${name} (like skald_history.journal including defaults including constraints);
    alter table skald_history.journal attach partition skald_history.${name} for values from ('${from}') to ('${to}')`;
}

const FIND_PARTITIONS = `
  select extract(epoch from now()) * 1000 as now_ms,
         array(
           select child.relname::text
             from pg_inherits
             join pg_class as child on child.oid = inhrelid
            where inhparent = 'skald_history.journal'::regclass
         ) as names`;
