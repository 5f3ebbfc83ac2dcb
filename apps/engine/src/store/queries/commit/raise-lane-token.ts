import type { Connection } from "../../connection.ts";
import { type LaneIdentity, laneValues } from "./lane-identity.ts";

/**
 * Locks out a commit whose answer was lost: it waits for that transaction, which holds the lane's row;
 * one that has not begun finds the old token gone. Served by the primary key. The token may be higher than
 * the one we know, when the answer to an earlier raise was lost too: the row belongs to this lane alone.
 * Null: the row is gone, this replica was taken over.
 */
export async function raiseLaneToken(db: Connection, lane: LaneIdentity): Promise<LaneIdentity | null> {
  const result = await db.query({ text: RAISE_LANE_TOKEN, values: [...laneValues(lane)] });
  const token = result.rows[0]?.["token"];

  return token === undefined ? null : { ...lane, token };
}

const RAISE_LANE_TOKEN = `
  update commit_lane
     set token = token + 1
   where replica_id = $1::bigint and lane = $2::smallint and token >= $3::bigint
  returning token::text`;
