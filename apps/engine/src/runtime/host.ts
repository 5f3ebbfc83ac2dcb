// The runtime core: a SagaHost over any SagaStore. It wires the mailboxes to their ports and owns the
// life of the process's work: open, draining, closed.
//
//   W1–W6 are kept by mailboxes.ts, build-unit.ts and perform.ts.
//   G1  An answer is given after the commit, or nothing was accepted.
//   G8  After a fence or a drop nobody listens to the calls under way; whoever owns the saga repeats them.

import type { Saga } from "@skald/kernel";
import type { Gateway } from "../ports/gateway.ts";
import {
  CAPABILITIES,
  type CommandOutcome,
  type HostCommand,
  type HostStart,
  type ReadSaga,
  type SagaHint,
  type SagaHost,
  type StartOutcome,
  type StoredEntry,
} from "../ports/saga-host.ts";
import type { LoadedSaga, SagaStore } from "../ports/saga-store.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { createCommander } from "./command-saga.ts";
import { createDefinitionCache, type DefinitionCache, type Definitions } from "./definition-cache.ts";
import { createDueWork, type DueWork } from "./due-work.ts";
import { createLife, type Life } from "./life.ts";
import { HOST_LIMITS, type HostLimits, SCAN_EVERY_MS } from "./limits.ts";
import { createLoop, type Loop } from "./loop.ts";
import type { DecisionSources } from "./mailbox/decide-mail.ts";
import type { MailboxPorts } from "./mailbox/mailbox-ports.ts";
import { Mailboxes } from "./mailbox/mailboxes.ts";
import { type Known, knownFromLoaded, type Mail, mailOf, type Unreadable } from "./mailbox/resident.ts";
import { createParking } from "./park.ts";
import { createPerformer, type Performer } from "./perform.ts";
import { createReader, type Reader } from "./read-saga.ts";
import { recoverSagas } from "./recover.ts";
import { createStarter } from "./start-saga.ts";
import { createVitals, type HostVitals, type VitalSigns } from "./vitals.ts";
import { createWaits, type Waits } from "./waits.ts";
import { createWatch, type Watch } from "./watch.ts";

/** What a host is made of. */
export interface HostPorts extends DecisionSources {
  readonly store: SagaStore;
  readonly gateway: Gateway;
  readonly definitions: Definitions;
  readonly telemetry: Telemetry;
  readonly limits?: Partial<HostLimits>;
  /** Called once when the store says that this replica was taken over. Everything was dropped by then. */
  readonly onFenced?: () => void;
}

/** A host with the life of its process. */
export interface RuntimeHost extends SagaHost {
  /**
   * Opens the host, resumes every hot saga of the store that is not in memory, and starts the loops.
   * Again after new shards or a fence; a host that was drained stays closed. Returns how many were found.
   */
  recover(): Promise<number>;
  /** Delivers what is due now; the loop does it each second, a hint may do it earlier. */
  scan(): Promise<void>;
  /** Refuses starts, performs nothing new, and waits for calls and units under way; then the host is closed. */
  drain(deadlineMs: number): Promise<void>;
  /** Forgets everything at once: the replica was taken over, or dies. */
  dropAll(): void;
  vitals(): HostVitals;
}

/** Builds a host that is open for starts at once; `recover` resumes what the store holds. */
export function createHost(ports: HostPorts): RuntimeHost {
  return new Host(ports);
}

class Host implements RuntimeHost {
  readonly capabilities = CAPABILITIES;
  readonly start: (request: HostStart) => Promise<StartOutcome>;
  readonly command: (sagaId: string, command: HostCommand) => Promise<CommandOutcome>;
  readonly #ports: HostPorts;
  readonly #definitions: DefinitionCache;
  readonly #life: Life;
  readonly #signs: VitalSigns;
  readonly #reader: Reader;
  readonly #watch: Watch;
  readonly #waits: Waits;
  readonly #performer: Performer;
  readonly #dueWork: DueWork;
  readonly #park: (sagaId: string, reason: string) => void;
  readonly #mailboxes: Mailboxes;
  readonly #loop: Loop;
  #reading = 0;

  constructor(ports: HostPorts) {
    const { store, clock, telemetry } = ports;
    const limits: HostLimits = { ...HOST_LIMITS, ...ports.limits };
    this.#ports = ports;
    this.#definitions = createDefinitionCache(ports.definitions);
    this.#life = createLife(clock);
    this.#signs = createVitals(clock);
    this.#reader = createReader(store);
    this.#watch = createWatch(clock, (sagaId, after) => this.#lastSeq(sagaId, after));
    this.#waits = createWaits(clock, (sagaId, name) => this.#deliver(sagaId, mailOf({ kind: "timer", name })));
    this.#performer = createPerformer({
      gateway: ports.gateway,
      telemetry,
      nextFence: (sagaId) => store.nextFence(sagaId),
      deliver: (sagaId, event) => this.#deliver(sagaId, mailOf(event)),
      settled: () => this.#moved(),
      unperformed: (sagaId) => this.#performLater(sagaId),
    });
    this.#dueWork = createDueWork(store, clock, (sagaId, mail) => this.#deliver(sagaId, mail));
    this.#park = createParking({ store, telemetry, later: (again) => this.#later(again) });
    const driven = { ...this.#driven(), limits };
    this.#mailboxes = new Mailboxes(driven);
    this.start = createStarter({
      ...driven,
      store,
      definitions: this.#definitions,
      isAccepting: () => this.#life.isOpen(),
      moving: () => this.#mailboxes.size(),
      expect: (sagaId) => this.#mailboxes.expect(sagaId),
      unexpect: (sagaId) => this.#mailboxes.unexpect(sagaId),
      begin: (known, work, draft) => this.#begin(() => this.#mailboxes.begin(known, work, draft)),
    });
    this.command = createCommander({
      clock,
      limits,
      isOpen: () => !this.#life.isClosed(),
      deliver: (sagaId, mail) => this.#deliver(sagaId, mail),
      withdraw: (sagaId, mail) => this.#mailboxes.withdraw(sagaId, mail),
    });
    this.#loop = createLoop(
      clock,
      SCAN_EVERY_MS,
      () => this.#during(() => this.#tick()),
      (error) => telemetry.log("warn", "Looking for due work failed; it is tried again.", { error }),
    );
  }

  read(sagaId: string, at?: number): Promise<ReadSaga | null> {
    return this.#reader.read(sagaId, at);
  }

  journal(sagaId: string, after: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.#ports.store.journal(sagaId, after, limit);
  }

  changed(sagaId: string, after: number, signal: AbortSignal): Promise<number> {
    return this.#watch.changed(sagaId, after, signal);
  }

  async rested(sagaId: string, after: number, signal: AbortSignal): Promise<Saga | null> {
    if (this.#mailboxes.has(sagaId)) return this.#watch.rested(sagaId, signal);

    await this.#watch.changed(sagaId, after, signal);
    return null;
  }

  subscribe(listener: (changes: readonly SagaHint[]) => void): () => void {
    return this.#watch.subscribe(listener);
  }

  async recover(): Promise<number> {
    if (!this.#life.open()) return 0;

    const turn = this.#life.turn();
    this.#performer.open();
    return this.#during(async () => {
      const resumed = await this.#resumeAll(turn);
      await this.scan();
      if (this.#life.isOpen() && turn === this.#life.turn()) this.#loop.start();
      return resumed;
    });
  }

  async #resumeAll(turn: number): Promise<number> {
    const recovered = this.#mailboxes.recovering();
    try {
      return await recoverSagas(this.#ports.store, async (loaded) => {
        if (this.#mailboxes.has(loaded.saga.id)) return true;
        const known = await this.#known(loaded);
        if (!this.#life.isOpen() || turn !== this.#life.turn()) return false;
        if ("unreadable" in known) this.#park(loaded.saga.id, known.unreadable);
        else this.#mailboxes.resume(known);
        return true;
      });
    } finally {
      recovered();
    }
  }

  async scan(): Promise<void> {
    if (!this.#life.isOpen()) return;

    await this.#dueWork.scan();
    this.#signs.scanned();
  }

  async drain(deadlineMs: number): Promise<void> {
    const drained = this.#life.drain(deadlineMs);
    void this.#loop.stop();
    this.#waits.cancelAll();
    this.#performer.close();
    this.#moved();
    await drained;
    this.dropAll();
  }

  dropAll(): void {
    this.#life.close();
    void this.#loop.stop();
    this.#waits.cancelAll();
    this.#performer.abort();
    this.#dueWork.clear();
    this.#mailboxes.dropAll();
  }

  vitals(): HostVitals {
    const dueSinceMs = this.#dueWork.oldestSinceMs();

    return {
      scanAgeMs: this.#signs.scanAgeMs(),
      storeAwayMs: this.#signs.storeAwayMs(),
      dueAgeMs: dueSinceMs === null ? 0 : this.#ports.clock.nowMs() - dueSinceMs,
      residents: this.#mailboxes.size(),
      calls: this.#performer.running(),
      accepting: this.#life.isOpen(),
    };
  }

  /** What mailboxes and starts share. */
  #driven(): Omit<MailboxPorts, "limits"> {
    const { store, clock, ids, env, telemetry } = this.#ports;

    return {
      store,
      clock,
      ids,
      env,
      telemetry,
      performer: this.#performer,
      waits: this.#waits,
      watch: this.#watch,
      load: (sagaId) => this.#load(sagaId),
      park: this.#park,
      fenced: () => this.#fenced(),
      storeAnswered: (available) => this.#signs.storeAnswered(available),
      dueSettled: (mail) => this.#dueWork.settled(mail),
      ended: (saga) => telemetry.count("skald_sagas_ended_total", { status: saga.context.ended?.status ?? "unknown" }),
      moved: () => this.#moved(),
    };
  }

  /** A saga of a unit that was committed while the host closed belongs to whoever recovers it. */
  #begin(go: () => void): void {
    if (!this.#life.isClosed()) go();
  }

  #deliver(sagaId: string, mail: Mail): void {
    if (!this.#life.isClosed()) this.#mailboxes.deliver(sagaId, mail);
  }

  /** No fence could be drawn for a call: its saga derives its calls again a little later. */
  #performLater(sagaId: string): void {
    this.#later(() => this.#mailboxes.nudge(sagaId));
  }

  #later(again: () => void): void {
    const turn = this.#life.turn();
    this.#ports.clock.schedule(SCAN_EVERY_MS, () => {
      if (turn === this.#life.turn()) again();
    });
  }

  /** Reads of the store that nobody waits for otherwise: a drain does, because the store is closed next. */
  async #during<T>(work: () => Promise<T>): Promise<T> {
    this.#reading += 1;
    try {
      return await work();
    } finally {
      this.#reading -= 1;
      this.#moved();
    }
  }

  #moved(): void {
    if (this.#life.isDraining() && this.#reading === 0 && this.#performer.running() === 0 && this.#mailboxes.isQuiet()) this.#life.quiet();
  }

  #fenced(): void {
    if (this.#life.isClosed()) return;

    this.#ports.telemetry.log("warn", "This replica was taken over; it drops everything it held in memory.");
    this.dropAll();
    this.#ports.onFenced?.();
  }

  async #tick(): Promise<void> {
    const { telemetry } = this.#ports;
    this.#mailboxes.sweep();
    telemetry.gauge("skald_resident_sagas", this.#mailboxes.size());
    telemetry.gauge("skald_commit_queue_units", this.#ports.store.backlog().units);
    await this.scan();
  }

  async #lastSeq(sagaId: string, after: number): Promise<number> {
    const resident = this.#mailboxes.seqOf(sagaId);

    return resident !== null && resident > after ? resident : this.#reader.lastSeq(sagaId, after);
  }

  async #load(sagaId: string): Promise<Known | Unreadable | null> {
    const loaded = await this.#ports.store.load(sagaId);

    return loaded === null ? null : this.#known(loaded);
  }

  async #known(loaded: LoadedSaga): Promise<Known | Unreadable> {
    if (loaded.unreadable !== null) return { unreadable: loaded.unreadable };

    const { hash } = loaded.saga.definition;
    const definition = await this.#definitions.get(hash);
    if (definition === null) return { unreadable: `Its definition "${hash}" is not stored.` };
    return knownFromLoaded(loaded, definition, this.#ports.clock.nowMs());
  }
}
