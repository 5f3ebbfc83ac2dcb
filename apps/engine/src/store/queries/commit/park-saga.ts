import type { Connection } from "../../connection.ts";
import { FENCE } from "./commit-parts.ts";
import { type LaneIdentity, laneValues } from "./lane-identity.ts";

/** `held` false means fenced: nothing was written. `parked` false: it was parked before, has ended, or does not exist. */
export interface ParkedSaga {
  readonly held: boolean;
  readonly parked: boolean;
}

/**
 * Marks the row of a saga whose journal cannot be followed. Snapshot, revision and journal stay as they are, for whoever
 * repairs them. Locks the lane's own row, then the saga's by primary key: waits for a commit of this lane.
 */
export async function parkSaga(db: Connection, lane: LaneIdentity, sagaId: string): Promise<ParkedSaga> {
  const result = await db.query({ name: "park-saga", text: PARK_SAGA, values: [...laneValues(lane), sagaId] });
  const row = result.rows[0];

  return { held: row?.["held"] === 1, parked: row?.["parked"] === 1 };
}

const PARK_SAGA = `
  with ${FENCE}, parked as (
    update saga
       set status = 'suspended',
           attention = 'poisoned',
           attention_state = null,
           attention_since = now(),
           hot = true,
           movers = array['person'],
           parked_on = null
      from fence
     where saga.id = $4::uuid
       and saga.status not in ('completed', 'compensated', 'failed', 'terminated')
       and (saga.hot and saga.attention = 'poisoned') is not true
    returning 1
  )
  select (select count(*)::int from fence) as held, (select count(*)::int from parked) as parked`;
