import { uuidArray } from "../../array-columns.ts";
import type { Connection } from "../../connection.ts";

/**
 * Gives back the gates that refused starts had won beside the one they lost. Runs in the transaction that
 * won them, under the lane's lock; nobody else saw them. Served by the primary key through the namespace and
 * key of the gates; zero rows mean there was nothing to give back.
 */
export async function releaseGates(db: Connection, gates: readonly GateOfSaga[]): Promise<void> {
  await db.query({
    text: RELEASE_GATES,
    values: [
      gates.map((gate) => gate.namespace),
      gates.map((gate) => gate.scope),
      gates.map((gate) => gate.key),
      uuidArray(gates.map((gate) => gate.sagaId)),
    ],
  });
}

/** A gate as one start tried it. */
export interface GateOfSaga {
  readonly namespace: string;
  readonly scope: string;
  readonly key: string;
  readonly sagaId: string;
}

const RELEASE_GATES = `
  delete from idempotency_key
   using unnest($1::text[], $2::text[], $3::text[], $4::uuid[]) as gate (namespace, scope, key, saga_id)
   where idempotency_key.namespace = gate.namespace
     and idempotency_key.scope = gate.scope
     and idempotency_key.key = gate.key
     and idempotency_key.saga_id = gate.saga_id`;
