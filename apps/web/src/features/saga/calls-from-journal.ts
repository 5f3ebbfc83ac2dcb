import type { JournalEntryView } from "@skald/shared";

/** A request as the journal keeps it, without secrets. */
export interface JournalRequest {
  readonly method: string;
  readonly service: string | null;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What came back for a call, entry by entry. */
export interface JournalAnswer {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  /** Such as `HTTP 503`, `not sent: connection refused`, `no answer: timed out`. */
  readonly summary: string;
  readonly body: string | null;
}

/** One call of a step: its request and everything that was answered to it. */
export interface JournalCall {
  readonly callId: string;
  readonly kind: string;
  readonly state: string;
  readonly visit: number;
  readonly openedAt: string;
  readonly openedSeq: number;
  readonly request: JournalRequest | null;
  readonly answers: readonly JournalAnswer[];
}

/** Every call of a saga in the order it was opened. Reads only what it knows; a newer engine may write more. */
export function callsFromJournal(entries: readonly JournalEntryView[]): readonly JournalCall[] {
  const calls: (JournalCall & { answers: JournalAnswer[] })[] = [];
  for (const entry of entries) {
    const data = recordOf(entry.data);
    const answered = calls.findLast(
      (call) => call.state === data.state && isAnswerOf(entry.type, call.kind) && (data.visit === undefined || data.visit === call.visit),
    );
    if (answered !== undefined) answered.answers.push(answerOf(entry, data));
    for (const opened of listOf(data.opened)) calls.push(callOf(entry, recordOf(opened)));
  }

  return calls;
}

const PREFIX: Readonly<Record<string, string>> = { action: "step.", undo: "undo.", verify: "verify." };

function isAnswerOf(type: string, kind: string): boolean {
  return type !== "undo.started" && type.startsWith(PREFIX[kind] ?? "?");
}

function callOf(entry: JournalEntryView, opened: Readonly<Record<string, unknown>>): JournalCall & { answers: JournalAnswer[] } {
  const request = recordOf(opened.request);
  return {
    callId: String(opened.callId ?? ""),
    kind: String(opened.kind ?? "action"),
    state: String(opened.state ?? ""),
    visit: Number(opened.visit ?? 1),
    openedAt: entry.at,
    openedSeq: entry.seq,
    request:
      request.method === undefined
        ? null
        : {
            method: String(request.method),
            service: typeof request.service === "string" ? request.service : null,
            target: String(request.target ?? request.url ?? ""),
            headers: recordOf(request.headers) as Readonly<Record<string, string>>,
            body: typeof request.body === "string" ? request.body : null,
          },
    answers: [],
  };
}

function answerOf(entry: JournalEntryView, data: Readonly<Record<string, unknown>>): JournalAnswer {
  const seen = recordOf(data.observation ?? data.answer ?? data.response);
  const body = typeof seen.body === "string" ? seen.body : null;
  return { seq: entry.seq, at: entry.at, type: entry.type, summary: summaryOf(seen, data), body };
}

function summaryOf(seen: Readonly<Record<string, unknown>>, data: Readonly<Record<string, unknown>>): string {
  const error = recordOf(data.error ?? data.cause);
  if (seen.kind === "notSent") return `not sent: ${seen.reason}`;
  if (seen.kind === "lost") return `no answer: ${seen.reason}`;
  const status = seen.status ?? error.status;
  const type = error.type === undefined ? "" : ` ${error.type}`;

  return typeof status === "number" ? `HTTP ${status}${type}` : type.trim();
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
