import type { Unit } from "../../../ports/saga-store.ts";
import { hashArray, instantArray, intArray, textArray, uuidArray } from "../../array-columns.ts";
import type { Connection } from "../../connection.ts";
import { type LaneIdentity, laneValues } from "./lane-identity.ts";

/**
 * Appends the entries of a batch whose units change nothing but the journal: the hot path.
 *
 * Locks one row, the lane's own; a commit of a replica that was taken over finds none.
 * The primary key (saga_id, seq) is the compare-and-set and needs no other index.
 * `held` false means fenced: nothing was written, and the lane stops.
 */
export async function appendEntries(db: Connection, lane: LaneIdentity, units: readonly Unit[]): Promise<{ readonly held: boolean }> {
  const result = await db.query({ name: "append-entries", text: APPEND_ENTRIES, values: [...laneValues(lane), ...entryValues(units)] });

  return { held: result.rows[0]?.["held"] === 1 };
}

/** The journal columns of a batch: saga_id, seq, at, type, data, hash. */
function entryValues(units: readonly Unit[]): readonly Buffer[] {
  const sagaIds: string[] = [];
  const seqs: number[] = [];
  const ats: string[] = [];
  const types: string[] = [];
  const data: string[] = [];
  const hashes: string[] = [];
  for (const unit of units) {
    for (const entry of unit.entries) {
      sagaIds.push(unit.sagaId);
      seqs.push(entry.seq);
      ats.push(entry.at);
      types.push(entry.type);
      data.push(entry.data);
      hashes.push(entry.hash);
    }
  }
  return [uuidArray(sagaIds), intArray(seqs), instantArray(ats), textArray(types), textArray(data), hashArray(hashes)];
}

const APPEND_ENTRIES = `
  with fence as materialized (
    select 1
      from commit_lane
     where replica_id = $1::bigint and lane = $2::smallint and token = $3::bigint
       for update
  ), appended as (
    insert into skald_history.journal (saga_id, seq, at, type, data, hash)
    select entry.*
      from unnest($4::uuid[], $5::int[], $6::timestamptz[], $7::text[], $8::text[], $9::bytea[]) as entry, fence
    returning 1
  )
  select (select count(*)::int from fence) as held, (select count(*)::int from appended) as entries`;
