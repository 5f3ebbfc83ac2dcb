import type { JournalEntryView } from "@skald/shared";

/** A request as the journal keeps it, without secrets. */
interface JournalRequest {
  readonly method: string;
  readonly service: string | null;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What came back for a call, entry by entry. */
interface JournalAnswer {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  /** Such as `HTTP 200`, `HTTP 503 PaymentGatewayError`, `Timeout`. */
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
    // A call asked again has one entry that opened it; its answers name the call.
    const answered = calls.findLast((call) => call.callId === data.callId);
    if (answered !== undefined && isAnswer(entry.type)) answered.answers.push(answerOf(entry, data));
    for (const opened of listOf(data.opened)) calls.push(callOf(entry, recordOf(opened)));
  }

  return calls;
}

function isAnswer(type: string): boolean {
  return /^(?:step|undo|verify)\./.test(type) && !/\.(?:started|retried)$/.test(type);
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
  const error = recordOf(data.error);
  const status = data.status ?? error.status;
  const detail = typeof error.detail === "string" ? error.detail : null;
  // The detail of an answer nobody foresaw begins with its status.
  const saysStatus = detail?.startsWith("HTTP ") === true;
  const words = [typeof status === "number" && !saysStatus ? `HTTP ${status}` : null, error.type ?? null, detail];
  const body = typeof data.body === "string" ? data.body : null;

  return { seq: entry.seq, at: entry.at, type: entry.type, summary: words.filter((word) => word !== null).join(" · "), body };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
