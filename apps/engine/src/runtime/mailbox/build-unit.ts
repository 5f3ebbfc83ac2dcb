import { isAtRest, type PendingCall, pendingCalls, sagaRow, sagaSnapshot, type Wait, waits } from "@skald/kernel";
import type { Checkpoint, TimerSet, Unit, UnitStart } from "../../ports/saga-store.ts";
import { seal } from "../journal/seal.ts";
import type { HostLimits } from "../limits.ts";
import type { Work } from "./decide-mail.ts";
import { type Known, knownEntry, type Mail } from "./resident.ts";

/** A unit with what the host needs when it is committed. */
export interface Draft {
  readonly unit: Unit;
  /** Nothing to write: no entries, no checkpoint, no timers, no command. */
  readonly empty: boolean;
  readonly headHash: string;
  /** To perform after the commit (W2). */
  readonly calls: readonly PendingCall[];
  readonly waits: readonly Wait[];
  readonly hot: boolean;
}

/** What a unit is built from. */
export interface DraftRequest {
  readonly known: Known;
  readonly work: Work;
  readonly mail: readonly Mail[];
  readonly start: UnitStart | null;
  readonly nowMs: number;
  readonly limits: HostLimits;
}

/**
 * Seals the entries of some work and adds what must be written with them.
 *
 * @throws Error when nothing could move the saga any more: a defect of the kernel, which must not become truth.
 */
export function buildUnit(request: DraftRequest): Draft {
  const { known, work, start } = request;
  const { saga } = work;
  const sealed = seal(work.entries, known.headHash);
  const committed = known.saga.seq;
  // What made the engine fail three times would only come again: a parked saga makes no calls before it is released.
  const isParked = saga.context.incidents[""]?.reason === "poisoned";
  const calls = isParked ? [] : pendingCalls(saga, known.definition, (seq) => work.entries[seq - committed - 1] ?? knownEntry(known, seq));
  const waitsNow = waits(saga);
  const hot = !isAtRest(saga);
  const timers = timerChanges(request, waitsNow);
  const checkpoint = isCheckpointDue(request, hot) ? checkpointOf(request, hot, sealed.headHash) : null;
  const unit: Unit = { sagaId: saga.id, entries: sealed.entries, start, checkpoint, timers, command: work.command };

  return {
    unit,
    empty:
      sealed.entries.length === 0 && checkpoint === null && work.command === null && timers.set.length === 0 && timers.clear.length === 0,
    headHash: sealed.headHash,
    calls,
    waits: waitsNow,
    hot,
  };
}

/**
 * The row is written when the saga starts, rests, wakes, or is behind (architecture.md, section 4), and when its
 * deadline moves, because the database alone finds that. The row of an ended saga never changes again.
 */
function isCheckpointDue(request: DraftRequest, hot: boolean): boolean {
  const { known, work, mail, start, nowMs, limits } = request;
  if (start !== null) return true;
  if (known.saga.context.ended !== null) return false;

  const behind = work.saga.seq - known.checkpointed;
  if (hot !== known.hot) return true;
  if (mail.some(({ event }) => event.kind === "deadline")) return true;
  if (work.saga.context.deadline !== known.saga.context.deadline) return true;
  if (behind === 0) return false;
  if (!hot || behind >= limits.checkpointEntries) return true;

  return known.behindSinceMs !== null && nowMs - known.behindSinceMs >= limits.checkpointBehindMs;
}

function checkpointOf({ known, work, mail, nowMs }: DraftRequest, hot: boolean, headHash: string): Checkpoint {
  const row = sagaRow(work.saga, known.definition);

  return {
    hot,
    revision: work.saga.seq,
    headHash,
    snapshot: sagaSnapshot(work.saga),
    row,
    deadlineInMs: deadlineInMs(row.deadlineAt, nowMs, mail),
  };
}

/** A deadline that was just decided is over for the row, whatever came of it: it must not be found again each second. */
function deadlineInMs(deadlineAt: string | null, nowMs: number, mail: readonly Mail[]): number | null {
  if (deadlineAt === null) return null;

  const inMs = Date.parse(deadlineAt) - nowMs;
  return inMs <= 0 && mail.some(({ event }) => event.kind === "deadline") ? null : Math.max(inMs, 0);
}

const NO_TIMERS: Unit["timers"] = { set: [], clear: [] };

/** The difference of the durable waits; a due timer that became mail is cleared even when it came too late. */
function timerChanges({ known, mail, nowMs }: DraftRequest, waitsNow: readonly Wait[]): Unit["timers"] {
  const before = known.waits;
  const fired = mail.filter(({ event, due }) => due !== null && event.kind === "timer");
  if (before.length === 0 && waitsNow.length === 0 && fired.length === 0) return NO_TIMERS;

  const set: TimerSet[] = [];
  for (const wait of waitsNow) {
    if (!wait.durable || before.some((old) => old.durable && old.name === wait.name && old.dueAtMs === wait.dueAtMs)) continue;
    set.push({ name: wait.name, delayMs: Math.max(wait.dueAtMs - nowMs, 0) });
  }
  const kept = (name: string): boolean => waitsNow.some((wait) => wait.durable && wait.name === name);
  const gone = new Set<string>();
  for (const wait of before) if (wait.durable && !kept(wait.name)) gone.add(wait.name);
  for (const { event } of fired) if (event.kind === "timer" && !kept(event.name)) gone.add(event.name);

  return { set, clear: [...gone] };
}
