import type { CompiledSaga } from "@skald/dsl";
import { type Entry, type PendingCall, type Saga, type SagaEvent, type Wait, waits } from "@skald/kernel";
import type { CommandOutcome, HostCommand } from "../../ports/saga-host.ts";
import type { LoadedSaga } from "../../ports/saga-store.ts";
import { entryFromStored } from "../journal/seal.ts";

/** One event on its way to a saga. It leaves the mailbox only when the unit it led to is committed. */
export interface Mail {
  readonly event: SagaEvent;
  readonly command: WaitingCommand | null;
  /** Of a timer or deadline the scan found due: its key there. */
  readonly due: string | null;
  /** How often deciding on it threw, or its unit was rejected. */
  failures: number;
}

/** A command and who waits for its verdict. */
export interface WaitingCommand {
  readonly request: HostCommand;
  answer(outcome: CommandOutcome): void;
}

/**
 * A saga as its last commit left it. Changed only by a commit, so that a unit that fails changes nothing
 * and the same mail can be decided again.
 */
export interface Known {
  readonly definition: CompiledSaga;
  saga: Saga;
  headHash: string;
  /** Entries the kernel may ask for. */
  readonly entries: Map<number, Entry>;
  /** Seq and heat of the row. */
  checkpointed: number;
  hot: boolean;
  behindSinceMs: number | null;
  waits: readonly Wait[];
}

/** A saga whose journal cannot be followed, and why. */
export interface Unreadable {
  readonly unreadable: string;
}

/** A saga in memory, and its mailbox. */
export interface Resident {
  readonly id: string;
  /** Null until it is loaded, and after a unit was rejected. */
  known: Known | null;
  readonly mail: Mail[];
  /** A load or a unit is under way; mail waits (W3). */
  busy: boolean;
  /** How much of the mail, from the front, the unit under way carries. */
  carried: number;
  /** A unit was rejected: the next ones carry one event each, until the guilty one stands alone. */
  solo: boolean;
  /** Rejections of units without mail. */
  rejections: number;
}

/** A saga that is not loaded yet. */
export function newResident(id: string, known: Known | null): Resident {
  return { id, known, mail: [], busy: false, carried: 0, solo: false, rejections: 0 };
}

/** What the host knows of a saga that was loaded. */
export function knownFromLoaded(loaded: LoadedSaga, definition: CompiledSaga, nowMs: number): Known {
  const entries = new Map<number, Entry>();
  for (const [seq, stored] of loaded.entries) entries.set(seq, entryFromStored(stored));

  return {
    definition,
    saga: loaded.saga,
    headHash: loaded.headHash,
    entries,
    // A row that says "parked" is behind whatever its revision: nothing has said yet that the saga can be read again.
    checkpointed: loaded.parked ? 0 : loaded.checkpointed,
    hot: loaded.hot,
    behindSinceMs: loaded.parked || loaded.saga.seq > loaded.checkpointed ? nowMs : null,
    waits: waits(loaded.saga),
  };
}

/** A committed entry, which must have been loaded. */
export function knownEntry(known: Known, seq: number): Entry {
  const entry = known.entries.get(seq);
  if (entry === undefined) throw new Error(`Entry ${seq} of saga "${known.saga.id}" is needed but was not loaded.`);

  return entry;
}

/** Mail that nobody waits for. */
export function mailOf(event: SagaEvent): Mail {
  return { event, command: null, due: null, failures: 0 };
}

/** Calls of a committed saga whose result is not among the mail that waits. */
export function unanswered(calls: readonly PendingCall[], mail: readonly Mail[]): readonly PendingCall[] {
  const hasResult = ({ callId, attempt }: PendingCall): boolean =>
    mail.some(({ event }) => event.kind === "result" && event.callId === callId && event.attempt === attempt);

  return mail.length === 0 ? calls : calls.filter((call) => !hasResult(call));
}
