import type { Connection } from "../../connection.ts";
import { NAMESPACES } from "./saga-filter-values.ts";

/** Ways into the sagas that have an index of their own; null is no way in. */
export interface NarrowWays {
  readonly namespace: string | null;
  readonly ids: { readonly from: string; readonly to: string } | null;
  readonly key: { readonly from: string; readonly to: string } | null;
  /** A reason, or `any`. */
  readonly attention: string | null;
  readonly errorType: string | null;
}

/**
 * Ids found by any of the ways given, at most `limit` for each way and namespace: when fewer come, they are
 * all there are. Locks nothing; served by the primary key, saga_key_index, saga_attention_index and
 * saga_error_index.
 */
export async function findNarrowIds(db: Connection, ways: NarrowWays, limit: number): Promise<readonly string[]> {
  const { namespace, ids, key, attention, errorType } = ways;
  const values = [namespace, limit, ids?.from ?? null, ids?.to ?? null, key?.from ?? null, key?.to ?? null, attention, errorType];
  const result = await db.query({ text: FIND_NARROW_IDS, values });

  return result.rows.map((row) => row["id"]);
}

const FIND_NARROW_IDS = `
  with space as (${NAMESPACES}
  )
  (
    select saga.id
      from saga
     where saga.id between $3::uuid and $4::uuid
     limit $2::int
  )
   union
  select found.id
    from space
    join lateral (
      (
        select saga.id
          from saga
         where saga.namespace = space.namespace and saga.key ~>=~ $5::text and saga.key ~<=~ $6::text
         limit $2::int
      )
       union all
      (
        select saga.id
          from saga
         where saga.namespace = space.namespace and saga.attention is not null and ($7::text = 'any' or saga.attention = $7::text)
         limit $2::int
      )
       union all
      (
        select saga.id
          from saga
         where saga.namespace = space.namespace and saga.error_type = $8::text
         limit $2::int
      )
    ) as found on true`;
