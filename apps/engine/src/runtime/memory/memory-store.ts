// Sagas in memory, under the rules of the database: used by tests, by `skald test` and by the simulator.
//
//   G3  A unit is written completely or not at all.
//   W5  An incarnation that was taken over writes nothing: `takeOver` is the fence.
//
// Faults are explicit, because a double that never fails proves nothing.

import type { Clock } from "../../ports/clock.ts";
import type { StoredEntry } from "../../ports/saga-host.ts";
import type { DueTimer, LoadedSaga, SagaStore, Unit, UnitOutcome } from "../../ports/saga-store.ts";
import type { Definitions } from "../definition-cache.ts";
import { type Journal, restoreAt, restoreLatest } from "../journal/restore.ts";
import { isParked, type MemoryRow, MemoryTables, snapshotOf } from "./memory-tables.ts";

/** What becomes of a unit instead of its commit: a `lost` one is never answered, one rejected `After` was written. */
export type MemoryFault = "unavailable" | "rejected" | "rejectedAfter" | "lostBefore" | "lostAfter";

/** What a memory store needs. */
export interface MemoryStorePorts {
  readonly clock: Clock;
  readonly definitions: Definitions;
}

interface Waiting {
  readonly sinceMs: number;
  readonly answer: () => void;
}

const NEVER = new Promise<UnitOutcome>(() => undefined);

/** One incarnation of a store over tables that outlive it. */
export class MemorySagaStore implements SagaStore {
  readonly tables: MemoryTables;
  readonly #ports: MemoryStorePorts;
  readonly #token: number;
  readonly #faults: MemoryFault[] = [];
  readonly #waiting: Waiting[] = [];
  #held: "units" | "answers" | null = null;
  #sends = 0;

  constructor(ports: MemoryStorePorts, tables: MemoryTables = new MemoryTables()) {
    this.#ports = ports;
    this.tables = tables;
    this.#token = tables.token;
  }

  /** The next incarnation; this one is fenced from now on. */
  takeOver(): MemorySagaStore {
    this.tables.token += 1;
    return new MemorySagaStore(this.#ports, this.tables);
  }

  /** The next units fail like this, one fault each, in order. */
  failNext(...faults: readonly MemoryFault[]): void {
    this.#faults.push(...faults);
  }

  /** From now on units wait, as in front of a slow disk, or are committed and their answers wait. */
  hold(what: "units" | "answers" = "units"): void {
    this.#held = what;
  }

  /** Commits what waits, in order, and answers. */
  release(): void {
    this.#held = null;
    for (const { answer } of this.#waiting.splice(0)) answer();
  }

  submit(unit: Unit): Promise<UnitOutcome> {
    const fault = this.#faults.shift();
    if (fault !== undefined) return this.#fail(unit, fault);
    if (this.#held === null) return Promise.resolve(this.#commit(unit));

    const { promise, resolve } = Promise.withResolvers<UnitOutcome>();
    const early = this.#held === "answers" ? this.#commit(unit) : null;
    this.#waiting.push({ answer: () => resolve(early ?? this.#commit(unit)), sinceMs: this.#ports.clock.monotonicMs() });
    return promise;
  }

  async load(sagaId: string, at?: number): Promise<LoadedSaga | null> {
    const row = this.tables.sagas.get(sagaId);

    return row === undefined ? null : this.#restore(row, at);
  }

  journal(sagaId: string, after: number, limit: number): Promise<readonly StoredEntry[]> {
    return Promise.resolve((this.tables.journals.get(sagaId) ?? []).slice(after, after + limit));
  }

  hotSagas(after: string | null, limit: number): Promise<readonly LoadedSaga[]> {
    const rows = [...this.tables.sagas.values()]
      .filter(({ hot, identity }) => hot && (after === null || identity.id > after))
      .sort((left, right) => (left.identity.id < right.identity.id ? -1 : 1))
      .slice(0, limit);

    return Promise.all(rows.map((row) => this.#restore(row)));
  }

  async park(sagaId: string): Promise<boolean> {
    if (this.#token !== this.tables.token) throw new Error("This incarnation was taken over.");

    return this.tables.park(sagaId);
  }

  dueTimers(limit: number): Promise<readonly DueTimer[]> {
    return Promise.resolve(this.tables.dueTimers(this.#ports.clock.nowMs(), limit));
  }

  dueDeadlines(limit: number): Promise<readonly string[]> {
    return Promise.resolve(this.tables.dueDeadlines(this.#ports.clock.nowMs(), limit));
  }

  nextFence(_sagaId: string): bigint {
    this.#sends += 1;
    return (BigInt(this.#token) << 20n) + BigInt(this.#sends);
  }

  backlog(): { readonly units: number; readonly oldestMs: number } {
    const [oldest] = this.#waiting;

    return { units: this.#waiting.length, oldestMs: oldest === undefined ? 0 : this.#ports.clock.monotonicMs() - oldest.sinceMs };
  }

  #commit(unit: Unit): UnitOutcome {
    return this.#token === this.tables.token ? this.tables.commit(unit, this.#ports.clock.nowMs()) : { kind: "fenced" };
  }

  #fail(unit: Unit, fault: MemoryFault): Promise<UnitOutcome> {
    switch (fault) {
      case "unavailable":
        return Promise.resolve({ kind: "unavailable" });
      case "rejected":
        return Promise.resolve({ kind: "rejected", detail: "a fault of the test" });
      case "rejectedAfter":
        this.#commit(unit);
        return Promise.resolve({ kind: "rejected", detail: "a fault of the test, after the commit" });
      case "lostAfter":
        this.#commit(unit);
        return NEVER;
      case "lostBefore":
        return NEVER;
    }
  }

  async #restore(row: MemoryRow, at?: number): Promise<LoadedSaga> {
    const { identity, revision, updatedAt, hot } = row;
    const definition = await this.#ports.definitions.byHash(identity.definition.hash);
    const entries = this.tables.journals.get(identity.id) ?? [];
    const journal: Journal = { entry: (seq) => entries[seq - 1], last: entries.length };
    const saved = { identity, snapshot: snapshotOf(row), revision, at: updatedAt, hot, parked: isParked(row) };
    return at === undefined || definition === null ? restoreLatest(saved, journal, definition) : restoreAt(saved, journal, definition, at);
  }
}
