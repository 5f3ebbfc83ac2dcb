import { decide, type Entry, type Saga, type Scope } from "@skald/kernel";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { CommandRecord } from "../../ports/saga-store.ts";
import { type Known, knownEntry, type Mail } from "./resident.ts";

/** What decisions need from outside. */
export interface DecisionSources {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly env: Readonly<Record<string, string>>;
}

/** What some mail of one saga leads to. Speculative until its unit is committed. */
export interface Work {
  readonly saga: Saga;
  readonly entries: readonly Entry[];
  /** How much of the mail, from the front, was decided. */
  readonly carried: number;
  readonly command: CommandRecord | null;
  /** The mail behind the carried one made the kernel throw. */
  readonly thrown: { readonly mail: Mail; readonly error: unknown } | null;
}

/** Entries in one unit after which the rest of the mail waits for the next. */
const ENTRIES_MAX = 64;

/**
 * Decides mail in order, folding as much as fits into one unit: at most one command (a unit carries one record),
 * at most `ENTRIES_MAX` entries, and one event only when `solo`.
 */
export function decideMail(known: Known, mail: readonly Mail[], solo: boolean, sources: DecisionSources): Work {
  const entries: Entry[] = [];
  const nowMs = sources.clock.nowMs();
  const scope = scopeOf(known, entries, nowMs, sources);
  let saga = known.saga;
  let command: CommandRecord | null = null;
  let carried = 0;

  for (const piece of mail) {
    if (piece.command !== null && command !== null) break;

    try {
      const decision = decide(saga, piece.event, scope);
      if (piece.command !== null && decision.verdict !== undefined) {
        const { request } = piece.command;
        const revisionBefore = saga.seq;
        const at = new Date(nowMs).toISOString();
        command = { ...request, verdict: decision.verdict, revisionBefore, revisionAfter: decision.saga.seq, at };
      }
      for (const entry of decision.entries) entries.push(entry);
      saga = decision.saga;
    } catch (error) {
      return { saga, entries, carried, command, thrown: { mail: piece, error } };
    }
    carried += 1;
    if (solo || entries.length >= ENTRIES_MAX) break;
  }

  return { saga, entries, carried, command, thrown: null };
}

/** `decided` grows while the mail is decided: its first entry follows the last committed one. */
function scopeOf(known: Known, decided: readonly Entry[], nowMs: number, { ids, env }: DecisionSources): Scope {
  const committed = known.saga.seq;

  return {
    definition: known.definition,
    nowMs,
    random: () => ids.random(),
    entryAt: (seq) => (seq > committed ? requireDecided(decided[seq - committed - 1], seq) : knownEntry(known, seq)),
    env,
  };
}

function requireDecided(entry: Entry | undefined, seq: number): Entry {
  if (entry === undefined) throw new Error(`Entry ${seq} is needed before it was decided.`);

  return entry;
}
