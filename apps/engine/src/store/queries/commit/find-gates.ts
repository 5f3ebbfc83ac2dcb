import { textArray } from "../../array-columns.ts";
import type { Connection } from "../../connection.ts";

/** Names one gate. */
export interface GateName {
  readonly namespace: string;
  readonly scope: string;
  readonly key: string;
}

/** Who went through a gate first, with what request. */
export interface TakenGate extends GateName {
  readonly sagaId: string;
  readonly fingerprint: string | null;
}

/** Reads the gates that refused units of a batch. Locks nothing; served by the primary key. */
export async function findGates(db: Connection, gates: readonly GateName[]): Promise<readonly TakenGate[]> {
  const result = await db.query({
    text: FIND_GATES,
    values: [
      textArray(gates.map((gate) => gate.namespace)),
      textArray(gates.map((gate) => gate.scope)),
      textArray(gates.map((gate) => gate.key)),
    ],
  });

  return result.rows.map((row) => ({
    namespace: row["namespace"],
    scope: row["scope"],
    key: row["key"],
    sagaId: row["saga_id"],
    fingerprint: row["fingerprint"],
  }));
}

const FIND_GATES = `
  select namespace, scope, key, saga_id, fingerprint
    from idempotency_key
    join unnest($1::text[], $2::text[], $3::text[]) as gate (namespace, scope, key) using (namespace, scope, key)`;
