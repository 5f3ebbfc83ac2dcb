import type { Connection } from "../../connection.ts";
import type { UnitColumns } from "../../unit-columns.ts";
import { FENCE, GATES, REFUSED_BY_GATE, RESULT, ROWS } from "./commit-parts.ts";
import { type LaneIdentity, laneValues } from "./lane-identity.ts";

/** What became of a batch. `refused` holds the numbers of the units whose gate or command key was taken. */
export interface CommittedUnits {
  readonly held: boolean;
  readonly refused: readonly number[];
}

/**
 * Commits units of which some start, rest, wake or carry a gate, none a command or timers.
 *
 * Locks the lane's own row, then gates in sorted order, then the sagas by primary key; every batch does so
 * in this order. `held` false means fenced: nothing was written. A unit whose gate is taken is in `refused`,
 * and none of its other rows is written. A checkpoint that finds no row, or a newer one, fails the statement
 * on purpose (class 22): the lane halves until that unit stands alone.
 */
export async function commitUnits(db: Connection, lane: LaneIdentity, columns: UnitColumns): Promise<CommittedUnits> {
  const { gates, starts, rows, entries } = columns;
  const result = await db.query({
    name: "commit-units",
    text: COMMIT_UNITS,
    values: [...laneValues(lane), ...gates, ...starts, ...rows, ...entries],
  });

  const row = result.rows[0];
  return { held: row?.["held"] === 1, refused: row?.["refused"] ?? [] };
}

const COMMIT_UNITS = `
  with ${FENCE},
  ${GATES},
  refused as materialized (${REFUSED_BY_GATE}
  ),
  ${ROWS}
  ${RESULT}`;
