import type { CallKind, Json } from "@skald/shared";

/**
 * A rendered request, complete but for secrets, the service's live address and the engine's headers.
 * It stands in the journal entry that opened the call and is never rendered twice (R3).
 */
export interface CallRequest {
  readonly method: string;
  /** `namespace/name`, whose live base address is put in front of `target`; null: `target` is a whole URL. */
  readonly service: string | null;
  /** Path of the service, or a URL; percent-encoded, with its query. */
  readonly target: string;
  /** Header names in lower case; no secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Templates over `secrets` and `env`, rendered when the call is sent and never stored. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
  /** Raw text as it will be sent. Null: no body. */
  readonly body: string | null;
}

/** A call as a journal entry opens it. */
export interface OpenedCall {
  /** `<path>#<visit>/<kind>` */
  readonly callId: string;
  readonly kind: CallKind;
  readonly state: string;
  readonly visit: number;
  readonly request: CallRequest;
  /** What `with` rendered to; only with an action. The undo and `verify` read it. */
  readonly params?: Json;
  /** The key of the visit where the document gives its own (`idempotencyKey`); without `/<kind>`. */
  readonly key?: string;
  /** A queue that workers pull from: the call is offered there and never sent. */
  readonly queue?: string;
  /** The answer only acknowledges; the outcome comes by a callback. */
  readonly callback?: true;
}

/** A call that is open in a saga: committed, not settled. `entry` is the seq where its request stands. */
export interface OpenCall {
  readonly callId: string;
  readonly kind: CallKind;
  readonly state: string;
  readonly visit: number;
  /** From 1; counts every call of this kind in this visit, or since a person's retry. */
  readonly attempt: number;
  readonly entry: number;
  /** Opened or re-opened while the saga was paused: not sent before resume. */
  readonly held: boolean;
  /** Instant of opening, ISO 8601. */
  readonly since: string;
}

/** A call to perform now, with everything the gateway needs. */
export interface PendingCall {
  readonly sagaId: string;
  readonly callId: string;
  readonly kind: CallKind;
  readonly state: string;
  readonly visit: number;
  readonly attempt: number;
  /** `<saga>/<path>#<visit>` for the action, with `/<kind>` behind it for the others. */
  readonly idempotencyKey: string;
  readonly request: CallRequest;
  readonly timeoutMs: number;
  readonly traceId: string;
  /** Offer it to the workers of this queue instead of sending it. Its result is an ordinary one. */
  readonly queue?: string;
  /** Send the token of the visit with it. */
  readonly callback?: true;
}

/** What the gateway saw. Classification is the kernel's (semantics.md, section 5). */
export type Observation =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** Header names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      /** Raw text. */
      readonly body: string;
      /** The body was over the size cap and is not here. */
      readonly tooLarge?: boolean;
    }
  /** Definite: nothing was sent. `reason` such as `connection refused`, `breaker open`, `secret "x" is missing`. */
  | { readonly kind: "notSent"; readonly reason: string; readonly breakerOpen?: boolean; readonly retryAfterMs?: number }
  /** Unknown: bytes may have reached the participant. */
  | { readonly kind: "lost"; readonly reason: string; readonly timedOut: boolean };
