import { entriesNeeded } from "@skald/kernel";
import type { Draft } from "./build-unit.ts";
import type { Work } from "./decide-mail.ts";
import type { Known } from "./resident.ts";

/** Moves the committed saga to what its unit wrote. */
export function advanceKnown(known: Known, work: Work, draft: Draft, nowMs: number): void {
  const { checkpoint } = draft.unit;
  known.saga = work.saga;
  known.headHash = draft.headHash;
  known.waits = draft.waits;
  for (const entry of work.entries) known.entries.set(entry.seq, entry);
  if (checkpoint !== null) {
    known.checkpointed = checkpoint.revision;
    known.hot = checkpoint.hot;
    known.behindSinceMs = null;
    pruneEntries(known);
  } else if (work.entries.length > 0) {
    known.behindSinceMs ??= nowMs;
  }
}

/** Below this many entries, finding out which are still needed costs more than keeping them. */
const ENTRIES_KEPT = 128;

function pruneEntries(known: Known): void {
  if (known.entries.size <= ENTRIES_KEPT) return;

  const needed = new Set(entriesNeeded(known.saga));
  for (const seq of known.entries.keys()) if (!needed.has(seq)) known.entries.delete(seq);
}
