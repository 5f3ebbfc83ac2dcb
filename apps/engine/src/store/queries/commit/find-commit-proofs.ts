import type { Unit } from "../../../ports/saga-store.ts";
import { intArray, uuidArray } from "../../array-columns.ts";
import type { Connection } from "../../connection.ts";

/** What the database holds of a unit: the hash at its last seq, or whether its command is there. */
export interface CommitProof {
  readonly hash: string | null;
  readonly commandFound: boolean;
}

/**
 * Looks for the units of a batch whose answer was lost, in their order. Locks nothing; to be asked only
 * after the lane's token was raised. Served by the primary keys of journal and command.
 */
export async function findCommitProofs(db: Connection, units: readonly Unit[]): Promise<readonly CommitProof[]> {
  const result = await db.query({
    text: FIND_COMMIT_PROOFS,
    values: [
      uuidArray(units.map((unit) => unit.sagaId)),
      intArray(units.map((unit) => unit.entries.at(-1)?.seq ?? -1)),
      uuidArray(units.map((unit) => unit.command?.command.commandId ?? NO_COMMAND)),
    ],
  });

  return result.rows.map((row) => ({ hash: row["hash"], commandFound: row["command_found"] }));
}

const NO_COMMAND = "00000000-0000-0000-0000-000000000000";

const FIND_COMMIT_PROOFS = `
  select encode(journal.hash, 'hex') as hash, command.id is not null as command_found
    from unnest($1::uuid[], $2::int[], $3::uuid[]) with ordinality as unit (saga_id, seq, command_id, place)
    left join skald_history.journal on journal.saga_id = unit.saga_id and journal.seq = unit.seq
    left join command on command.id = unit.command_id
   order by unit.place`;
