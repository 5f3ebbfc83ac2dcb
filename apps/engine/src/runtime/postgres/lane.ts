// A lane turns units of many sagas into one commit at a time (group commit).
//
//   W2. A call is performed only after the commit that opened it, so a unit is settled only when
//       the server has answered its commit, or was asked what became of it.
//   W3. A saga has at most one unit in a batch; a second one waits for the next.
//   W5. Nothing is written without locking this lane's row. No row means fenced: that is
//       not an error, the work is dropped and the other replica continues.
//
// It owns one connection and the queue. It knows no heartbeat (replica.ts) and no SQL (store/).

import pg from "pg";
import type { Clock } from "../../ports/clock.ts";
import type { Unit, UnitOutcome } from "../../ports/saga-store.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import type { Connection } from "../../store/connection.ts";
import type { LaneIdentity } from "../../store/queries/commit/lane-identity.ts";
import { pause } from "./clock-pause.ts";
import { type BatchResult, commitBatch, explainRefusal } from "./commit-batch.ts";
import { type CommitFailure, classifyCommitFailure } from "./commit-failure.ts";
import { type PendingUnit, takeBatch, weigh } from "./pending-unit.ts";
import { settleDoubt } from "./settle-doubt.ts";

/** Tries of a batch that met a deadlock or a lock, before its units are told to come again. */
const TRIES_MAX = 10;
const TRY_AGAIN_MAX_MS = 40;
/** How long a unit waits for a database that is away, before it is told so. */
const PATIENCE_MS = 2_000;
const PAUSE_MS = 200;

export interface LaneOptions {
  readonly identity: LaneIdentity;
  readonly config: pg.ClientConfig;
  /** For looking up who holds a gate; outside the lane's connection. */
  readonly reads: Connection;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly random: () => number;
  /** False while this replica is not sure of its lease: saves commits that would be fenced. */
  readonly mayCommit: () => boolean;
  readonly onFenced: () => void;
}

/** One commit at a time, fenced by one row. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #queue: PendingUnit[] = [];
  readonly #inFlight = new Set<PendingUnit>();
  #identity: LaneIdentity;
  #client: pg.Client | null = null;
  #working = false;
  #state: "open" | "closing" | "closed" | "fenced" = "open";

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#identity = options.identity;
  }

  /** The row that proves this lane may write; its token rises when a commit was in doubt. */
  get identity(): LaneIdentity {
    return this.#identity;
  }

  /** Connects ahead of the first unit. */
  async open(): Promise<void> {
    await this.#connection();
  }

  /** Queues a unit for the next commit. Never throws. */
  submit(unit: Unit): Promise<UnitOutcome> {
    if (this.#state === "fenced") return Promise.resolve({ kind: "fenced" });
    if (this.#state !== "open") return Promise.resolve({ kind: "unavailable" });

    return new Promise((settle) => {
      this.#queue.push({ unit, bytes: weigh(unit), queuedAtMs: this.#options.clock.monotonicMs(), settle });
      this.#wake();
    });
  }

  /** Units not settled yet, and the age of the oldest. */
  backlog(): { readonly units: number; readonly oldestMs: number } {
    let oldest = this.#queue[0]?.queuedAtMs ?? Number.POSITIVE_INFINITY;
    for (const pending of this.#inFlight) oldest = Math.min(oldest, pending.queuedAtMs);
    const units = this.#queue.length + this.#inFlight.size;

    return { units, oldestMs: units === 0 ? 0 : this.#options.clock.monotonicMs() - oldest };
  }

  /** Takes nothing more, commits what is queued for at most `deadlineMs`, then lets go. */
  async close(deadlineMs: number): Promise<void> {
    if (this.#state === "open") this.#state = "closing";
    const deadline = this.#options.clock.monotonicMs() + deadlineMs;
    while (this.backlog().units > 0 && this.#options.clock.monotonicMs() < deadline) await pause(this.#options.clock, 10);

    if (this.#state !== "fenced") this.#state = "closed";
    this.#discardConnection();
    this.#settleAll({ kind: this.#state === "fenced" ? "fenced" : "unavailable" });
  }

  /** This replica may not write any more: every unit that waits is told so. */
  fence(): void {
    this.#state = "fenced";
    for (const pending of this.#queue.splice(0)) pending.settle({ kind: "fenced" });
    if (this.#inFlight.size === 0) this.#discardConnection();
  }

  // After the poll phase, so that results which arrive together are committed together.
  #wake(): void {
    if (this.#working) return;
    this.#working = true;
    setImmediate(() => void this.#work());
  }

  async #work(): Promise<void> {
    const { clock, mayCommit } = this.#options;
    while (this.#queue.length > 0) {
      if (!mayCommit() && this.#state === "open") {
        this.#answerImpatient();
        await pause(clock, PAUSE_MS);
        continue;
      }
      const batch = takeBatch(this.#queue);
      for (const pending of batch) this.#inFlight.add(pending);
      await this.#flush(batch, 1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#working = false;
    if (this.#state === "fenced") this.#discardConnection();
  }

  async #flush(batch: readonly PendingUnit[], tries: number): Promise<void> {
    if (batch.length === 0) return;
    if (this.#state === "fenced" || this.#state === "closed")
      return this.#settle(batch, { kind: this.#state === "fenced" ? "fenced" : "unavailable" });

    const client = await this.#connectionOrNull();
    if (client === null) return this.#takeBreath(batch);

    const startedAt = this.#options.clock.monotonicMs();
    let result: BatchResult;
    try {
      result = await commitBatch(
        client,
        this.#identity,
        batch.map((pending) => pending.unit),
      );
    } catch (error) {
      return this.#recover(batch, classifyCommitFailure(error), tries);
    }
    this.#options.telemetry.observe("skald_commit_duration_seconds", (this.#options.clock.monotonicMs() - startedAt) / 1000);
    this.#options.telemetry.observe("skald_commit_units", batch.length);
    this.#answer(batch, result);
  }

  #answer(batch: readonly PendingUnit[], result: BatchResult): void {
    if (result.kind === "fenced") return this.#becomeFenced(batch);

    const refused = new Set(result.refused);
    for (const [number, pending] of batch.entries()) {
      if (refused.has(number)) void this.#answerRefused(pending);
      else this.#settle([pending], { kind: "committed" });
    }
  }

  async #answerRefused(pending: PendingUnit): Promise<void> {
    let outcome: UnitOutcome | null;
    try {
      outcome = await explainRefusal(this.#options.reads, pending.unit);
    } catch {
      // Nothing of the unit was written, and who holds its gate cannot be read now.
      outcome = { kind: "unavailable" };
    }
    if (outcome !== null) return this.#settle([pending], outcome);

    this.#inFlight.delete(pending);
    if (this.#state !== "open") return pending.settle({ kind: "unavailable" });
    this.#queue.push(pending);
    this.#wake();
  }

  async #recover(batch: readonly PendingUnit[], failure: CommitFailure, tries: number): Promise<void> {
    const { clock, random, telemetry } = this.#options;
    telemetry.count("skald_commit_failures_total", { kind: failure.kind });
    if (failure.kind !== "guilty" || batch.length === 1)
      telemetry.log("warn", "A commit failed.", { kind: failure.kind, units: batch.length, detail: failure.detail });

    switch (failure.kind) {
      case "guilty":
        return this.#halve(batch, failure.detail);
      case "again":
        if (tries >= TRIES_MAX) return this.#settle(batch, { kind: "unavailable" });
        await pause(clock, random() * TRY_AGAIN_MAX_MS);
        return this.#flush(batch, tries + 1);
      case "unavailable":
        return this.#takeBreath(batch);
      case "inDoubt":
        return this.#settleDoubt(batch);
    }
  }

  async #halve(batch: readonly PendingUnit[], detail: string): Promise<void> {
    if (batch.length === 1) return this.#settle(batch, { kind: "rejected", detail });

    const middle = Math.ceil(batch.length / 2);
    await this.#flush(batch.slice(0, middle), 1);
    await this.#flush(batch.slice(middle), 1);
  }

  /** Nothing of the batch was written. */
  async #takeBreath(batch: readonly PendingUnit[]): Promise<void> {
    this.#settle(batch, { kind: "unavailable" });
    this.#answerImpatient();
    await pause(this.#options.clock, PAUSE_MS);
  }

  async #settleDoubt(batch: readonly PendingUnit[]): Promise<void> {
    this.#discardConnection();
    const settled = await settleDoubt(this.#identity, batch, {
      clock: this.#options.clock,
      connect: () => this.#connection(),
      disconnect: () => this.#discardConnection(),
      // The address of the lane's row stays right even when what comes after fails.
      onRaised: (identity) => {
        this.#identity = identity;
      },
      onRetry: () => this.#answerImpatient(),
      isGivenUp: () => this.#state === "closed",
    });

    this.#settle(settled.committed, { kind: "committed" });
    this.#settle(settled.collided, { kind: "rejected", detail: "Another entry stands in the journal under this number." });
    if (settled.kind === "givenUp") return this.#settle(settled.absent, { kind: "unavailable" });
    if (settled.kind === "fenced") return this.#becomeFenced(settled.absent);
    return this.#flush(settled.absent, 1);
  }

  #becomeFenced(batch: readonly PendingUnit[]): void {
    const wasFenced = this.#state === "fenced";
    this.fence();
    this.#settle(batch, { kind: "fenced" });
    if (!wasFenced) this.#options.onFenced();
  }

  #settle(batch: readonly PendingUnit[], outcome: UnitOutcome): void {
    for (const pending of batch) {
      this.#inFlight.delete(pending);
      pending.settle(outcome);
    }
  }

  #settleAll(outcome: UnitOutcome): void {
    this.#settle([...this.#inFlight], outcome);
    for (const pending of this.#queue.splice(0)) pending.settle(outcome);
  }

  #answerImpatient(): void {
    const now = this.#options.clock.monotonicMs();
    while (this.#queue[0] !== undefined && now - this.#queue[0].queuedAtMs > PATIENCE_MS)
      this.#queue.shift()?.settle({ kind: "unavailable" });
  }

  async #connectionOrNull(): Promise<pg.Client | null> {
    try {
      return await this.#connection();
    } catch (error) {
      this.#options.telemetry.log("warn", "A lane cannot connect.", { lane: this.#identity.lane, error });
      return null;
    }
  }

  async #connection(): Promise<pg.Client> {
    if (this.#client !== null) return this.#client;

    const client = new pg.Client(this.#options.config);
    const forget = () => {
      if (this.#client === client) this.#client = null;
    };
    client.on("error", forget);
    client.on("end", forget);
    await client.connect();
    this.#client = client;
    return client;
  }

  #discardConnection(): void {
    const client = this.#client;
    this.#client = null;
    // With a query under way the driver cuts the connection, else it says goodbye; both may fail.
    void client?.end().catch(() => undefined);
  }
}
