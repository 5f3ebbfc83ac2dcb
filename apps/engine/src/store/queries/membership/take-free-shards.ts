import type { Connection } from "../../connection.ts";

/** A shard with the epoch it was taken at. */
export interface HeldShard {
  readonly id: number;
  readonly epoch: bigint;
}

/**
 * Takes every free shard for a replica, each with an epoch higher than any before. Locks the replica first,
 * so that nobody can retire it meanwhile, then the shards by id. No rows: nothing was free.
 */
export async function takeFreeShards(db: Connection, replicaId: string): Promise<readonly HeldShard[]> {
  const result = await db.query({ text: TAKE_FREE_SHARDS, values: [replicaId] });

  return result.rows.map((row) => ({ id: row["id"], epoch: BigInt(row["epoch"]) }));
}

const TAKE_FREE_SHARDS = `
  with me as materialized (
    select id
      from replica
     where id = $1::bigint
       for share
  ), free as materialized (
    select shard.id
      from shard, me
     where shard.replica_id is null
     order by shard.id
       for update of shard skip locked
  )
  update shard
     set replica_id = me.id, epoch = nextval('shard_epoch')
    from free, me
   where shard.id = free.id
  returning shard.id, shard.epoch::text`;
