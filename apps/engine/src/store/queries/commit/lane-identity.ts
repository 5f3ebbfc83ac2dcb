/** Proves to the database that this replica may write: the row it names must exist. */
export interface LaneIdentity {
  readonly replicaId: string;
  readonly lane: number;
  readonly token: string;
}

/** The first three parameters of every commit statement. */
export function laneValues(lane: LaneIdentity): readonly [string, number, string] {
  return [lane.replicaId, lane.lane, lane.token];
}
