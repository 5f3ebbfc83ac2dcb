import type { Command, Saga, SagaRow, SagaSnapshot, Verdict } from "@skald/kernel";
import type { StartGate, StoredEntry } from "./saga-host.ts";

/**
 * What one saga hands to one commit: all of it becomes visible, or nothing (G3).
 * Entries are sealed: their text is final and their hash chains to the one before.
 */
export interface Unit {
  readonly sagaId: string;
  readonly entries: readonly StoredEntry[];
  /** The saga begins with this unit. */
  readonly start: UnitStart | null;
  /** The row is written: the saga starts, rests, wakes, or is 64 entries or 1 s behind its journal. Null: journal only. */
  readonly checkpoint: Checkpoint | null;
  /** Durable waits; the difference to the unit before. */
  readonly timers: { readonly set: readonly TimerSet[]; readonly clear: readonly string[] };
  /** A command that was decided in this unit, applied or refused; its row is the audit. */
  readonly command: CommandRecord | null;
}

export interface UnitStart {
  readonly saga: Saga;
  /** Inserted in the same commit; when one is taken the unit is refused and nothing of it is written. */
  readonly gates: readonly StartGate[];
  /** How long the start keys are kept at least, milliseconds. */
  readonly keepMs: number;
}

export interface Checkpoint {
  readonly hot: boolean;
  /** Last seq of this unit's entries, which the snapshot contains (W1). */
  readonly revision: number;
  readonly headHash: string;
  readonly snapshot: SagaSnapshot;
  readonly row: SagaRow;
  /** From now, by the database's clock. Null: no deadline, or the clock stands still. */
  readonly deadlineInMs: number | null;
}

/** `name` is unique per saga; a second set replaces the first. Due `delayMs` from now by the database's clock. */
export interface TimerSet {
  readonly name: string;
  readonly delayMs: number;
}

export interface CommandRecord {
  readonly command: Command;
  readonly idempotencyKey: string | null;
  readonly fingerprint: string;
  readonly verdict: Verdict;
  readonly revisionBefore: number;
  readonly revisionAfter: number;
  readonly at: string;
}

export type UnitOutcome =
  | { readonly kind: "committed" }
  /** A gate was taken: nothing was written. */
  | { readonly kind: "refused"; readonly scope: string; readonly sagaId: string; readonly sameRequest: boolean }
  /** The command's idempotency key was used before. */
  | { readonly kind: "commandExists"; readonly commandId: string; readonly sameRequest: boolean }
  /** This replica was taken over: nothing was written, drop every resident saga. */
  | { readonly kind: "fenced" }
  /** The database is away and nothing was written, as far as anybody can know and as was made sure of. */
  | { readonly kind: "unavailable" }
  /** The database refuses this very unit (value out of range, journal collision …). Nothing was written. */
  | { readonly kind: "rejected"; readonly detail: string };

/** A saga as its row and journal hold it. */
export interface LoadedSaga {
  /** Folded up to its last entry, or up to `at`. */
  readonly saga: Saga;
  /** Hash of the last entry. */
  readonly headHash: string;
  /** Entries `entriesNeeded(saga)` names, and those after the row's revision. */
  readonly entries: ReadonlyMap<number, StoredEntry>;
  /** Seq of the last checkpoint. */
  readonly checkpointed: number;
  readonly hot: boolean;
  /**
   * Why the journal cannot be followed: a gap, a broken hash chain, an entry the chart refuses, a definition that is
   * not stored. Then `saga` is the last checkpoint as poisoned, and must not be moved. Null: all is well.
   */
  readonly unreadable: string | null;
  /** The row says that it was unreadable; it is written anew when it can be read again. */
  readonly parked: boolean;
}

/** A durable wait or deadline that is due by the database's clock. */
export interface DueTimer {
  readonly sagaId: string;
  readonly name: string;
}

/** Durable sagas. Committing is fenced: a replica that was taken over cannot write. */
export interface SagaStore {
  /** Queues the unit for the next commit of its lane. Never throws. */
  submit(unit: Unit): Promise<UnitOutcome>;
  /** Row and entries in one statement, folded. From committed rows only. */
  load(sagaId: string, at?: number): Promise<LoadedSaga | null>;
  journal(sagaId: string, after: number, limit: number): Promise<readonly StoredEntry[]>;
  /** Sagas that are not at rest, by id; the runtime resumes them after a start or take-over. */
  hotSagas(after: string | null, limit: number): Promise<readonly LoadedSaga[]>;
  /**
   * Shows a saga that cannot be read as suspended, poisoned, by its row alone; its journal stays as it is. The row
   * is hot from then on: every recovery tries the saga again, and W1 holds. Fenced like a commit.
   * False: it was marked before, or has ended. @throws when the mark could not be written now.
   */
  park(sagaId: string): Promise<boolean>;
  /** Timers that are due, but those of parked sagas; a timer stays until the unit of the event it became clears it. */
  dueTimers(limit: number): Promise<readonly DueTimer[]>;
  /** Live sagas whose deadline is over, but parked ones. */
  dueDeadlines(limit: number): Promise<readonly string[]>;
  /** A new fence for calls of this saga: epoch · 2^20 + sends since. Strictly increasing over crashes. */
  nextFence(sagaId: string): bigint;
  /** Units queued and the age of the oldest, for back-pressure. */
  backlog(): { readonly units: number; readonly oldestMs: number };
}
