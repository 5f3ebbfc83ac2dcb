/** A saga belongs to one of these for ever. */
export const SHARD_COUNT = 64;

/** The shard of a saga: its last six bits, which are random in a UUIDv7. */
export function shardOf(sagaId: string): number {
  return Number.parseInt(sagaId.slice(-2), 16) % SHARD_COUNT;
}
