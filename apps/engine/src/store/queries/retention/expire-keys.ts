import type { Connection } from "../../connection.ts";

/**
 * Deletes start keys whose time is over and whose saga is gone; one whose saga is still there is kept and looked at
 * again after \`againMs\`. Answers how many were looked at. Locks those, passing by what another replica looks at;
 * served by (expires_at).
 */
export async function expireKeys(db: Connection, limit: number, againMs: number): Promise<number> {
  const result = await db.query({ text: EXPIRE_KEYS, values: [limit, againMs] });

  return result.rows[0]?.["keys"] ?? 0;
}

const EXPIRE_KEYS = `
  with over as materialized (
    select idempotency_key.namespace, idempotency_key.scope, idempotency_key.key, saga.id is not null as has_saga
      from idempotency_key
      left join saga on saga.id = idempotency_key.saga_id
     where idempotency_key.expires_at <= now()
     order by idempotency_key.expires_at
     limit $1::int
       for update of idempotency_key skip locked
  ), kept as (
    update idempotency_key
       set expires_at = now() + $2::bigint * interval '1 millisecond'
      from over
     where (idempotency_key.namespace, idempotency_key.scope, idempotency_key.key) = (over.namespace, over.scope, over.key)
       and over.has_saga
  ), gone as (
    delete from idempotency_key
     using over
     where (idempotency_key.namespace, idempotency_key.scope, idempotency_key.key) = (over.namespace, over.scope, over.key)
       and not over.has_saga
  )
  select count(*)::int as keys from over`;
