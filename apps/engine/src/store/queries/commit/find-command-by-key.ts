import type { Connection } from "../../connection.ts";

/** A command that came before under the same key. */
export interface FoundCommand {
  readonly commandId: string;
  readonly fingerprint: string;
}

/** The command of a saga that used an idempotency key. Locks nothing; served by (saga_id, idempotency_key). */
export async function findCommandByKey(db: Connection, sagaId: string, key: string): Promise<FoundCommand | null> {
  const result = await db.query({ text: FIND_COMMAND_BY_KEY, values: [sagaId, key] });
  const row = result.rows[0];

  return row === undefined ? null : { commandId: row["id"], fingerprint: row["fingerprint"] };
}

const FIND_COMMAND_BY_KEY = `
  select id, fingerprint
    from command
   where saga_id = $1::uuid and idempotency_key = $2::text`;
