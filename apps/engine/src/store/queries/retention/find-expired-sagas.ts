import { bigIntArray, textArray } from "../../array-columns.ts";
import type { Connection } from "../../connection.ts";

/** How long ended sagas of one definition are kept. */
export interface Retention {
  readonly definitionHash: string;
  readonly keepMs: number;
}

/** What one transaction may delete. */
export interface ExpiryLimits {
  readonly sagas: number;
  readonly entries: number;
}

/**
 * Sagas of the shards given that ended longer ago than their definition keeps them, by the database's clock, the
 * oldest first: so many that their journals stay below the limit of entries, but one at least. Locks nothing, because
 * an ended saga never changes; served by saga_expiry_index, one range per definition.
 */
export async function findExpiredSagas(
  db: Connection,
  expiry: { readonly shards: readonly number[]; readonly retentions: readonly Retention[] },
  limits: ExpiryLimits,
): Promise<readonly string[]> {
  const { shards, retentions } = expiry;
  const hashes = textArray(retentions.map(({ definitionHash }) => definitionHash));
  const keeps = bigIntArray(retentions.map(({ keepMs }) => keepMs));
  const result = await db.query({ text: FIND_EXPIRED_SAGAS, values: [hashes, keeps, shards, limits.sagas, limits.entries] });

  return result.rows.map((row) => row["id"]);
}

const FIND_EXPIRED_SAGAS = `
  with expired as (
    select found.id, sum(found.revision) over (order by found.ended_at, found.id) - found.revision as entries_before
      from unnest($1::text[], $2::bigint[]) as kept (hash, keep_ms)
      join lateral (
        select id, revision, ended_at
          from saga
         where saga.definition_hash = kept.hash
           and saga.ended_at <= now() - kept.keep_ms * interval '1 millisecond'
           and saga.shard = any($3::smallint[])
         order by saga.ended_at
         limit $4::int
      ) as found on true
     order by found.ended_at, found.id
     limit $4::int
  )
  select id
    from expired
   where entries_before < $5::int`;
