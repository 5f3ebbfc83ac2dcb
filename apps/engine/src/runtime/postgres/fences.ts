/** Sends a shard can number under one epoch. */
const SENDS_PER_EPOCH = 1 << 20;
/** From here on a new epoch is asked for; half of the numbers are left until it comes. */
const RENEW_AT = SENDS_PER_EPOCH / 2;

interface ShardFence {
  epoch: bigint;
  sends: number;
  renewing: boolean;
}

/**
 * Fence numbers: epoch · 2^20 + sends since then. The epoch comes from a sequence at every acquisition of a
 * shard, so the numbers rise over crashes and take-overs without a write per call (G7).
 */
export class Fences {
  readonly #shards = new Map<number, ShardFence>();
  readonly #renew: (shard: number) => void;

  constructor(renew: (shard: number) => void) {
    this.#renew = renew;
  }

  /** Begins to number the sends of a shard under an epoch. */
  set(shard: number, epoch: bigint): void {
    this.#shards.set(shard, { epoch, sends: 0, renewing: false });
  }

  clear(): void {
    this.#shards.clear();
  }

  /** The epoch could not be renewed; the next send asks again. */
  askAgain(shard: number): void {
    const fence = this.#shards.get(shard);
    if (fence !== undefined) fence.renewing = false;
  }

  /** @throws when the shard is not held, or its numbers are used up. */
  next(shard: number): bigint {
    const fence = this.#shards.get(shard);
    if (fence === undefined) throw new Error(`Shard ${shard} is not held by this replica.`);
    if (fence.sends + 1 >= SENDS_PER_EPOCH) throw new Error(`Shard ${shard} has used up the fence numbers of its epoch.`);

    fence.sends += 1;
    if (fence.sends >= RENEW_AT && !fence.renewing) {
      fence.renewing = true;
      this.#renew(shard);
    }
    return fence.epoch * BigInt(SENDS_PER_EPOCH) + BigInt(fence.sends);
  }
}
