// Joins a replica with its lanes and fences over one incarnation after the other.
//
// register → standby (no shards) → active (all shards) → fenced → rejoining → register again, or
// replaced, for ever, when a newer process has the name. Every loss is told to the listeners before the next
// registration, so that nothing resident of the old incarnation can meet the new one.

import type pg from "pg";
import type { Clock } from "../../ports/clock.ts";
import type { Unit, UnitOutcome } from "../../ports/saga-store.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { laneConfig } from "../../store/connection.ts";
import { parkSaga } from "../../store/queries/commit/park-saga.ts";
import { renewShardEpoch } from "../../store/queries/membership/renew-shard-epoch.ts";
import { SHARD_COUNT, shardOf } from "../../store/shard.ts";
import { Fences } from "./fences.ts";
import { Lane } from "./lane.ts";
import { type StopLoop, startLoop } from "./loop.ts";
import { type LossReason, Replica } from "./replica.ts";

export type MembershipState = "starting" | "standby" | "active" | "fenced" | "rejoining" | "replaced" | "closed";

export interface MembershipOptions {
  readonly databaseUrl: string;
  readonly name: string;
  readonly engineVersion: string;
  readonly lanes: number;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly random: () => number;
  /** For the replica's own statements; never used by a lane. */
  readonly control: pg.Pool;
  readonly reads: pg.Pool;
  /** False while a precondition of the database is broken. */
  readonly isSafe: () => boolean;
  readonly onClockOffset: (offsetMs: number) => void;
}

const TICK_MS = 1_000;
const BEAT_EVERY_MS = 3_000;
const CLOSE_RESERVE_MS = 500;

/** This process among the replicas. */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #replica: Replica;
  readonly #fences: Fences;
  readonly #lossListeners: ((reason: LossReason) => void | Promise<void>)[] = [];
  readonly #shardListeners: ((shards: readonly number[]) => void)[] = [];
  readonly #shards = new Set<number>();
  #lanes: readonly Lane[] = [];
  #state: MembershipState = "starting";
  #balancedAtMs = Number.NEGATIVE_INFINITY;
  #stopTicking: StopLoop | null = null;

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#replica = new Replica({ ...options, pool: options.control });
    this.#fences = new Fences((shard) => void this.#renewEpoch(shard));
  }

  get state(): MembershipState {
    return this.#state;
  }

  /** Milliseconds since the last heartbeat that succeeded. */
  get beatAgeMs(): number {
    return this.#replica.beatAgeMs;
  }

  /** Shards this replica holds. */
  get shards(): readonly number[] {
    return [...this.#shards];
  }

  /** Called before this process registers again; nothing resident may outlive it. */
  onLost(listener: (reason: LossReason) => void | Promise<void>): void {
    this.#lossListeners.push(listener);
  }

  /** Called when shards were acquired: their hot sagas must be resumed. */
  onShards(listener: (shards: readonly number[]) => void): void {
    this.#shardListeners.push(listener);
  }

  /** Registers, takes what is free, and keeps the lease from then on. */
  async start(): Promise<void> {
    await this.#join();
    this.#stopTicking = startLoop(
      this.#options.clock,
      TICK_MS,
      () => this.#tick(),
      (error) => {
        this.#options.telemetry.log("warn", "The lease could not be renewed.", { error });
      },
    );
  }

  /** Queues a unit on the lane of its shard. */
  submit(unit: Unit): Promise<UnitOutcome> {
    const shard = shardOf(unit.sagaId);
    if (this.#state === "fenced" || this.#state === "rejoining" || this.#state === "replaced") return Promise.resolve({ kind: "fenced" });
    const lane = this.#lanes[shard % this.#lanes.length];
    if (lane === undefined || !this.#shards.has(shard)) return Promise.resolve({ kind: "unavailable" });

    return lane.submit(unit);
  }

  /** Marks a saga that cannot be read. @throws when this replica may not write now. */
  async park(sagaId: string): Promise<boolean> {
    const shard = shardOf(sagaId);
    const lane = this.#lanes[shard % this.#lanes.length];
    if (lane === undefined || !this.#shards.has(shard)) throw new Error(`Shard ${shard} of saga "${sagaId}" is not held.`);

    const { held, parked } = await parkSaga(this.#options.control, lane.identity, sagaId);
    if (!held) throw new Error(`The lane of saga "${sagaId}" may not write.`);
    return parked;
  }

  /** @throws when the shard of the saga is not held. */
  nextFence(sagaId: string): bigint {
    return this.#fences.next(shardOf(sagaId));
  }

  /** Units of all lanes. */
  backlog(): { readonly units: number; readonly oldestMs: number } {
    const lanes = this.#lanes.map((lane) => lane.backlog());

    return { units: lanes.reduce((sum, lane) => sum + lane.units, 0), oldestMs: Math.max(0, ...lanes.map((lane) => lane.oldestMs)) };
  }

  /** Commits what is queued, then frees the shards, so that somebody else can go on at once. */
  async close(deadlineMs: number): Promise<void> {
    await this.#stopTicking?.();
    await Promise.all(this.#lanes.map((lane) => lane.close(Math.max(0, deadlineMs - CLOSE_RESERVE_MS))));
    this.#state = "closed";
    await this.#replica.leave().catch((error) => this.#options.telemetry.log("warn", "The shards could not be freed.", { error }));
  }

  async #join(): Promise<void> {
    const { telemetry, name } = this.#options;
    const replicaId = await this.#replica.register();
    this.#lanes = Array.from({ length: this.#options.lanes }, (_, lane) => this.#openLane(replicaId, lane));
    await Promise.all(this.#lanes.map((lane) => lane.open()));
    this.#state = "standby";
    await this.#replica.beat();
    await this.#balance();
    telemetry.log("info", "Registered.", { replica: name, id: replicaId, state: this.#state });
  }

  #openLane(replicaId: string, lane: number): Lane {
    const { databaseUrl, reads, clock, telemetry, random, isSafe } = this.#options;

    return new Lane({
      identity: { replicaId, lane, token: "1" },
      config: laneConfig(databaseUrl, lane),
      reads,
      clock,
      telemetry,
      random,
      mayCommit: () => this.#replica.isTrusted && isSafe(),
      onFenced: () => void this.#lose(replicaId),
    });
  }

  async #tick(): Promise<void> {
    if (this.#state === "rejoining") return this.#join();
    if (this.#state !== "standby" && this.#state !== "active") return;

    const id = this.#replica.id;
    if (this.#replica.beatAgeMs >= BEAT_EVERY_MS - TICK_MS / 2 && !(await this.#replica.beat()) && id !== null) return this.#lose(id);

    const everyMs = this.#state === "standby" ? TICK_MS : BEAT_EVERY_MS;
    if (this.#options.clock.monotonicMs() - this.#balancedAtMs >= everyMs - TICK_MS / 2) await this.#balance();
  }

  async #balance(): Promise<void> {
    this.#balancedAtMs = this.#options.clock.monotonicMs();
    const taken = await this.#replica.balance();
    if (taken.length === 0) return;

    for (const shard of taken) {
      this.#shards.add(shard.id);
      this.#fences.set(shard.id, shard.epoch);
    }
    // One replica holds every shard, or none: what is divided among several comes with rebalancing.
    if (this.#shards.size === SHARD_COUNT) this.#state = "active";
    for (const listener of this.#shardListeners) listener(taken.map((shard) => shard.id));
  }

  async #lose(replicaId: string): Promise<void> {
    if (this.#replica.id !== replicaId || this.#state === "closed") return;

    this.#state = "fenced";
    this.#shards.clear();
    this.#fences.clear();
    for (const lane of this.#lanes) lane.fence();
    const reason = await this.#reasonOfLoss();
    this.#options.telemetry.log("warn", "This replica was fenced.", { id: replicaId, reason });
    this.#options.telemetry.count("skald_fenced_total", { reason });
    for (const listener of this.#lossListeners) await listener(reason);
    if (this.state === "fenced") this.#state = reason === "replaced" ? "replaced" : "rejoining";
  }

  // Must be certain: to register again would take the name from a newer process.
  async #reasonOfLoss(): Promise<LossReason> {
    for (;;) {
      try {
        return await this.#replica.lose();
      } catch (error) {
        this.#options.telemetry.log("warn", "Nobody can tell who holds the name now.", { error });
        await new Promise<void>((resolve) => this.#options.clock.schedule(TICK_MS, resolve));
      }
    }
  }

  async #renewEpoch(shard: number): Promise<void> {
    const { control, telemetry } = this.#options;
    const id = this.#replica.id;
    try {
      const epoch = id === null ? null : await renewShardEpoch(control, id, shard);
      if (epoch !== null) this.#fences.set(shard, epoch);
    } catch (error) {
      telemetry.log("warn", "A shard could not take a new epoch.", { shard, error });
      this.#fences.askAgain(shard);
    }
  }
}
