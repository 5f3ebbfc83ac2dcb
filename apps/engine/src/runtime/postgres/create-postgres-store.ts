// Composes everything that is PostgreSQL: one address in, the ports of the engine out.

import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import type { Clock } from "../../ports/clock.ts";
import type { DefinitionStore } from "../../ports/definitions.ts";
import type { Progress } from "../../ports/health.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Projection } from "../../ports/projection.ts";
import type { SagaStore } from "../../ports/saga-store.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { openPool, poolConfig, STATISTICS_LIMITS } from "../../store/connection.ts";
import { createDefinitionStore } from "../../store/definition-store.ts";
import type { JournalRules } from "../../store/fold-row.ts";
import { PrismaClient } from "../../store/generated/client.ts";
import { migrate } from "../../store/migrate.ts";
import { ensurePartitions } from "../../store/partitions.ts";
import { brokenPreconditions } from "../../store/preconditions.ts";
import { createProjection } from "../../store/projection.ts";
import { findDueDeadlines } from "../../store/queries/sagas/find-due-deadlines.ts";
import { findDueTimers } from "../../store/queries/sagas/find-due-timers.ts";
import { SagaReader } from "../../store/saga-reader.ts";
import { brokenLink } from "../journal/seal.ts";
import { Cleaner } from "./cleaner.ts";
import { createDatabaseProgress } from "./database-progress.ts";
import { type StopLoop, startLoop } from "./loop.ts";
import { Membership, type MembershipState } from "./membership.ts";
import type { LossReason } from "./replica.ts";

export interface PostgresStoreOptions {
  readonly databaseUrl: string;
  /** Unique among the replicas of one database; a restart under the same name takes its shards back at once. */
  readonly replicaName: string;
  readonly engineVersion: string;
  /** Commits at a time, 1 to 4. */
  readonly lanes?: number;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly telemetry: Telemetry;
  /** Of @skald/kernel: `newSaga`, `fold`, `entriesNeeded`. */
  readonly kernel: Omit<JournalRules, "brokenLink">;
  /** Runs on a database that may lose acknowledged sagas (SKALD_ALLOW_UNSAFE_DB=1). */
  readonly allowUnsafe?: boolean;
  /** How long ended sagas are kept whose definition does not say (CLEANUP_AFTER_HOURS); a day unless told. */
  readonly keepMs?: number;
  /** Milliseconds the database's clock is ahead of this machine's, at every heartbeat. */
  readonly onClockOffset?: (offsetMs: number) => void;
}

/** The PostgreSQL side of an engine. */
export interface PostgresStore {
  readonly store: SagaStore;
  readonly projection: Projection;
  readonly definitionStore: DefinitionStore;
  /** What the database side adds to `/health/ready`. */
  readonly progress: Progress;
  state(): MembershipState;
  /** This replica was taken over: drop every resident saga. `expired` registers again by itself, `replaced` never. */
  onFenced(listener: (reason: LossReason) => void | Promise<void>): void;
  /** Shards were acquired: resume their hot sagas. Also called during `start`. */
  onShards(listener: (shards: readonly number[]) => void): void;
  /** Migrates, checks the server, registers. @throws when the database must not be trusted or cannot be reached. */
  start(): Promise<void>;
  /** Commits what is queued for at most `deadlineMs`, frees the shards, disconnects. */
  close(deadlineMs: number): Promise<void>;
}

// On two cores with a fast disk one lane commits 9 % more sagas than two, at less CPU each, because its batches
// are larger (100 sagas in flight, 2026-11). Disks that flush slowly want more.
const LANES_DEFAULT = 1;
const READ_CONNECTIONS = 6;
const CONTROL_CONNECTIONS = 2;
const STATISTICS_CONNECTIONS = 2;
const CHECK_EVERY_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;
const PARTITIONS_EVERY_MS = DAY_MS;
const CLEAN_EVERY_MS = 60_000;

/** Opens no connection before `start`. */
export function createPostgresStore(options: PostgresStoreOptions): PostgresStore {
  const { databaseUrl, clock, ids, telemetry } = options;
  const onPoolError = (error: Error) => telemetry.log("warn", "An idle database connection broke.", { error });
  const reads = openPool(poolConfig(databaseUrl, { name: "skald reads", max: READ_CONNECTIONS }), onPoolError);
  const control = openPool(poolConfig(databaseUrl, { name: "skald control", max: CONTROL_CONNECTIONS }), onPoolError);
  const statistics = openPool(
    poolConfig(databaseUrl, { name: "skald statistics", max: STATISTICS_CONNECTIONS, limits: STATISTICS_LIMITS }),
    onPoolError,
  );
  const prisma = new PrismaClient({ adapter: new PrismaPg(reads) });
  const definitionStore = createDefinitionStore(prisma, clock);
  const guard = createGuard(control, options);
  const membership = new Membership({
    databaseUrl,
    name: options.replicaName,
    engineVersion: options.engineVersion,
    lanes: options.lanes ?? LANES_DEFAULT,
    clock,
    telemetry,
    random: () => ids.random(),
    control,
    reads,
    isSafe: () => guard.broken().length === 0,
    onClockOffset: options.onClockOffset ?? (() => undefined),
  });
  const cleaner = new Cleaner({
    pool: statistics,
    telemetry,
    shards: () => membership.shards,
    findDefinition: (hash) => definitionStore.byHash(hash),
    keepMs: options.keepMs ?? DAY_MS,
  });
  const loops: StopLoop[] = [];
  const keep = (everyMs: number, round: () => Promise<unknown>): void => {
    const onError = (error: unknown) => telemetry.log("warn", "A check of the database failed.", { error });
    loops.push(startLoop(clock, everyMs, async () => void (await round()), onError));
  };

  return {
    store: createSagaStore(reads, membership, options, definitionStore),
    projection: createProjection({ db: reads, slow: statistics, prisma, clock }),
    definitionStore,
    progress: createDatabaseProgress({ reads, membership, broken: guard.broken }),
    state: () => membership.state,
    onFenced: (listener) => membership.onLost(listener),
    onShards: (listener) => membership.onShards(listener),
    async start() {
      const applied = await migrate(databaseUrl);
      if (applied.length > 0) telemetry.log("info", "Migrations were applied.", { migrations: applied });
      await guard.requireSafe();
      await ensurePartitions(control);
      await membership.start();
      keep(CHECK_EVERY_MS, guard.check);
      keep(PARTITIONS_EVERY_MS, () => ensurePartitions(control));
      keep(CLEAN_EVERY_MS, () => cleaner.clean());
    },
    async close(deadlineMs) {
      cleaner.stop();
      await Promise.all(loops.map((stop) => stop()));
      await membership.close(deadlineMs);
      await prisma.$disconnect();
      await Promise.allSettled([reads.end(), control.end(), statistics.end()]);
    },
  };
}

function createSagaStore(reads: pg.Pool, membership: Membership, options: PostgresStoreOptions, definitions: DefinitionStore): SagaStore {
  const rules: JournalRules = { ...options.kernel, brokenLink };
  const reader = new SagaReader({ db: reads, rules, findDefinition: (hash) => definitions.byHash(hash) });

  return {
    submit: (unit) => membership.submit(unit),
    load: (sagaId, at) => reader.load(sagaId, at),
    journal: (sagaId, after, limit) => reader.journal(sagaId, after, limit),
    hotSagas: (after, limit) => reader.hotSagas(membership.shards, after, limit),
    park: (sagaId) => membership.park(sagaId),
    dueTimers: (limit) => findDueTimers(reads, membership.shards, limit),
    dueDeadlines: (limit) => findDueDeadlines(reads, membership.shards, limit),
    nextFence: (sagaId) => membership.nextFence(sagaId),
    backlog: () => membership.backlog(),
  };
}

/** Checks the server's preconditions at start and every minute: a promise of durability needs them. */
function createGuard(control: pg.Pool, { allowUnsafe = false, telemetry }: PostgresStoreOptions) {
  let broken: readonly string[] = [];
  const check = async (): Promise<void> => {
    const found = await brokenPreconditions(control);
    for (const reason of found) telemetry.log(allowUnsafe ? "warn" : "error", reason);
    broken = allowUnsafe ? [] : found;
  };

  return {
    broken: () => broken,
    check,
    async requireSafe(): Promise<void> {
      await check();
      if (broken.length > 0) throw new Error(`This database must not hold sagas. ${broken.join(" ")}`);
    },
  };
}
