import type { Connection } from "../../connection.ts";
import type { TimerColumns, UnitColumns } from "../../unit-columns.ts";
import { COMMANDS, FENCE, GATES, REFUSED_BY_COMMAND, REFUSED_BY_GATE, RESULT, ROWS, TIMERS } from "./commit-parts.ts";
import type { CommittedUnits } from "./commit-units.ts";
import { type LaneIdentity, laneValues } from "./lane-identity.ts";

/**
 * Commits units of any kind: commit-units, and commands and timers beside.
 *
 * Locks as commit-units does, commands by id between gates and sagas, timers last. A unit whose command
 * key was used is in `refused`, and none of its other rows is written.
 */
export async function commitUnitsWithTimers(
  db: Connection,
  lane: LaneIdentity,
  columns: UnitColumns & TimerColumns,
): Promise<CommittedUnits> {
  const { gates, starts, rows, entries, commands, timersSet, timersCleared } = columns;
  const result = await db.query({
    name: "commit-units-with-timers",
    text: COMMIT_UNITS_WITH_TIMERS,
    values: [...laneValues(lane), ...gates, ...starts, ...rows, ...entries, ...commands, ...timersSet, ...timersCleared],
  });

  const row = result.rows[0];
  return { held: row?.["held"] === 1, refused: row?.["refused"] ?? [] };
}

const COMMIT_UNITS_WITH_TIMERS = `
  with ${FENCE},
  ${GATES},
  ${COMMANDS},
  refused as materialized (${REFUSED_BY_GATE}
     union${REFUSED_BY_COMMAND}
  ),
  ${ROWS},
  ${TIMERS}
  ${RESULT}`;
