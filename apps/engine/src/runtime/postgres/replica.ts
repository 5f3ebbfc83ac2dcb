// The life of this replica in the database: it registers, keeps its lease, takes over dead
// replicas and their shards, and notices when it was taken over itself.
//
//   R1. Only the database's clock decides about leases.
//   R2. A lost lease is an efficiency; the fence (the lane's row) is the safety.
//   R3. Whoever registers a name last holds it. The former holder does not come back.
//
// It writes `replica`, `commit_lane` and `shard`, never sagas, and owns no lane.

import type pg from "pg";
import type { Clock } from "../../ports/clock.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { findReplicaByName } from "../../store/queries/membership/find-replica-by-name.ts";
import { heartbeat } from "../../store/queries/membership/heartbeat.ts";
import { insertReplica } from "../../store/queries/membership/insert-replica.ts";
import { lockDeadReplicas } from "../../store/queries/membership/lock-dead-replicas.ts";
import { lockNamedReplicas } from "../../store/queries/membership/lock-named-replicas.ts";
import { retireReplicas } from "../../store/queries/membership/retire-replicas.ts";
import { type HeldShard, takeFreeShards } from "../../store/queries/membership/take-free-shards.ts";
import { inTransaction } from "../../store/transaction.ts";
import { pause } from "./clock-pause.ts";

/** Why a replica may not write any more: its lease was over, or a newer process has its name. */
export type LossReason = "expired" | "replaced";

export interface ReplicaOptions {
  readonly pool: pg.Pool;
  readonly name: string;
  readonly engineVersion: string;
  readonly lanes: number;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Milliseconds the database's clock is ahead of this machine's. */
  readonly onClockOffset: (offsetMs: number) => void;
}

/** Two thirds of the lease of 10 s: without a heartbeat for so long, nothing new is begun. */
const LEASE_TRUST_MS = 6_600;
const UNIQUE_VIOLATION = "23505";
const REGISTER_TRIES = 10;

/** One incarnation after the other of a named replica. */
export class Replica {
  readonly #options: ReplicaOptions;
  #id: string | null = null;
  #beatAtMs = 0;

  constructor(options: ReplicaOptions) {
    this.#options = options;
  }

  /** Null before registration and after a loss. */
  get id(): string | null {
    return this.#id;
  }

  /** Milliseconds since the last heartbeat that succeeded. */
  get beatAgeMs(): number {
    return this.#options.clock.monotonicMs() - this.#beatAtMs;
  }

  /** Whether the lease can be trusted to hold still. */
  get isTrusted(): boolean {
    return this.#id !== null && this.beatAgeMs < LEASE_TRUST_MS;
  }

  /** Becomes a new incarnation; the former holder of the name is fenced from then on (R3). */
  async register(): Promise<string> {
    const { pool, name, engineVersion, lanes, clock } = this.#options;
    for (let tries = 1; ; tries += 1) {
      const beganAtMs = clock.monotonicMs();
      try {
        const id = await inTransaction(pool, async (db) => {
          await retireReplicas(db, await lockNamedReplicas(db, name));
          return insertReplica(db, { name, engineVersion, lanes });
        });
        this.#id = id;
        this.#beatAtMs = beganAtMs;
        return id;
      } catch (error) {
        // Somebody registered the name at the same instant, or a commit of my former self is still running.
        if (tries === REGISTER_TRIES || !isContention(error)) throw error;
        await pause(clock, 50 * tries);
      }
    }
  }

  /** Renews the lease; false when this replica has lost it. @throws when the database cannot be asked. */
  async beat(): Promise<boolean> {
    const { pool, clock } = this.#options;
    if (this.#id === null) return false;

    const id = this.#id;
    const beganAtMs = clock.monotonicMs();
    const wallBeganAtMs = Date.now();
    const databaseMs = await heartbeat(pool, id);
    if (databaseMs === null) return false;

    if (this.#id === id) this.#beatAtMs = beganAtMs;
    // The database read its clock about half way between question and answer.
    this.#options.onClockOffset(databaseMs - (wallBeganAtMs + (clock.monotonicMs() - beganAtMs) / 2));
    return true;
  }

  /** Ends replicas whose lease is over, and takes the shards that are free. */
  async balance(): Promise<readonly HeldShard[]> {
    const { pool, telemetry } = this.#options;
    const dead = await inTransaction(pool, async (db) => {
      const ids = await lockDeadReplicas(db);
      await retireReplicas(
        db,
        ids.filter((id) => id !== this.#id),
      );
      return ids.filter((id) => id !== this.#id);
    });
    if (dead.length > 0) telemetry.log("warn", "Replicas whose lease was over were taken over.", { replicas: dead });
    return this.#id === null ? [] : takeFreeShards(pool, this.#id);
  }

  /** Forgets the incarnation and finds out why it is gone. */
  async lose(): Promise<LossReason> {
    this.#id = null;
    const holder = await findReplicaByName(this.#options.pool, this.#options.name);

    return holder === null ? "expired" : "replaced";
  }

  /** Frees the shards and leaves. */
  async leave(): Promise<void> {
    const id = this.#id;
    this.#id = null;
    if (id !== null) await inTransaction(this.#options.pool, (db) => retireReplicas(db, [id]));
  }
}

function isContention(error: unknown): boolean {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;

  return code === UNIQUE_VIOLATION || code === "55P03" || code === "40P01";
}
