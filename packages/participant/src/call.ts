import { createHash } from "node:crypto";

/** What an open visit may ask of a participant (the header `Skald-Kind`). */
export const CALL_KINDS = ["action", "undo", "verify", "prepare", "commit", "abort", "try", "confirm", "cancel"] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/** The visit a call belongs to, as the Skald headers name it. */
export interface StepCall {
  readonly saga: string;
  readonly state: string;
  readonly visit: number;
  readonly kind: CallKind;
  readonly attempt: number;
  /** Strictly increasing per saga, state and visit. */
  readonly fence: bigint;
}

/**
 * A request as the barrier sees it. `step` is null for a request that does not come from Skald
 * (curl by hand); such a request may still carry a plain `Idempotency-Key`.
 */
export interface Call {
  readonly key: string | null;
  /** SHA-256 of the body: the same key with another body is refused. */
  readonly fingerprint: string | null;
  readonly step: StepCall | null;
  /** Why the headers cannot be used, or null. The barrier answers such a call with 400. */
  readonly malformed: string | null;
}

/** Header names in lower case, as node:http and every framework on it deliver them. */
export type CallHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

const KEY_LENGTH_MAX = 1024;

/** Reads the Skald headers. Give the raw body too, so that a reused key is noticed. */
export function callFromHeaders(headers: CallHeaders, body: string | Uint8Array | null = null): Call {
  const key = headerOf(headers, "idempotency-key");
  const fingerprint = body === null ? null : createHash("sha256").update(body).digest("hex");
  const plain: Call = { key, fingerprint, step: null, malformed: null };
  if (key !== null && key.length > KEY_LENGTH_MAX)
    return { ...plain, malformed: `Idempotency-Key is longer than ${KEY_LENGTH_MAX} characters` };
  if (headerOf(headers, "skald-saga") === null) return plain;
  if (key === null) return { ...plain, malformed: "Idempotency-Key is missing" };

  const step = stepFromHeaders(headers);
  return typeof step === "string" ? { ...plain, malformed: step } : { ...plain, step };
}

function stepFromHeaders(headers: CallHeaders): StepCall | string {
  const saga = headerOf(headers, "skald-saga");
  const state = headerOf(headers, "skald-state");
  const visit = wholeNumberOf(headers, "skald-visit");
  const attempt = wholeNumberOf(headers, "skald-attempt") ?? 1n;
  const fence = wholeNumberOf(headers, "skald-fence");
  const kind = CALL_KINDS.find((known) => known === headerOf(headers, "skald-kind"));
  if (saga === null || state === null) return "Skald-State is missing";
  if (visit === null) return "Skald-Visit is not a whole number";
  if (fence === null) return "Skald-Fence is not a whole number";
  if (kind === undefined) return `Skald-Kind is none of ${CALL_KINDS.join(", ")}`;

  return { saga, state, visit: Number(visit), kind, attempt: Number(attempt), fence };
}

function wholeNumberOf(headers: CallHeaders, name: string): bigint | null {
  const text = headerOf(headers, name);
  return text !== null && /^\d{1,18}$/.test(text) ? BigInt(text) : null;
}

function headerOf(headers: CallHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}
