import type { Connection } from "../../connection.ts";

/**
 * Gives a shard this replica holds a new epoch, because its fence numbers are running out.
 * Null: the shard is not held any more.
 */
export async function renewShardEpoch(db: Connection, replicaId: string, shard: number): Promise<bigint | null> {
  const result = await db.query({ text: RENEW_SHARD_EPOCH, values: [replicaId, shard] });
  const epoch = result.rows[0]?.["epoch"];

  return epoch === undefined ? null : BigInt(epoch);
}

const RENEW_SHARD_EPOCH = `
  update shard
     set epoch = nextval('shard_epoch')
   where id = $2::smallint and replica_id = $1::bigint
  returning epoch::text`;
