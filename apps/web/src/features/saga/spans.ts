import type { JournalEntryView } from "@skald/shared";
import { callsFromJournal, type JournalCall } from "./calls-from-journal.ts";

/** One bar of the timeline: a call from its opening to its last answer. */
export interface Span {
  readonly key: string;
  readonly state: string;
  readonly kind: string;
  readonly fromMs: number;
  /** Null: still open. */
  readonly toMs: number | null;
  readonly outcome: "ok" | "bad" | "unknown" | "open";
  readonly answers: number;
}

/** A thing that happened to the saga as a whole: a command, a turn, an end. */
export interface Mark {
  readonly seq: number;
  readonly atMs: number;
  readonly type: string;
}

/** The timeline of a saga: bars for calls, marks for people's commands and the saga's own turns. */
export function timelineOf(entries: readonly JournalEntryView[]): { readonly spans: readonly Span[]; readonly marks: readonly Mark[] } {
  const spans = callsFromJournal(entries).map(spanOf);
  const marks = entries
    .filter((entry) => entry.type.startsWith("saga.") || entry.type === "command.applied")
    .map((entry) => ({ seq: entry.seq, atMs: Date.parse(entry.at), type: entry.type }));

  return { spans, marks };
}

function spanOf(call: JournalCall): Span {
  const last = call.answers.at(-1);
  const isOpen = last === undefined || last.type.endsWith(".retrying") || last.type.endsWith(".retried");
  return {
    key: `${call.callId}:${call.openedSeq}`,
    state: call.state,
    kind: call.kind,
    fromMs: Date.parse(call.openedAt),
    toMs: isOpen ? null : Date.parse(last.at),
    outcome: isOpen ? "open" : outcomeOf(last.type),
    answers: call.answers.length,
  };
}

function outcomeOf(type: string): "ok" | "bad" | "unknown" {
  if (type.endsWith(".unknown")) return "unknown";
  return type.endsWith(".succeeded") || type.endsWith(".answered") ? "ok" : "bad";
}
