/** Identities and randomness. */
export interface Ids {
  /** A UUIDv7 of the time given. */
  sagaId(nowMs: number): string;
  uuid(): string;
  /** 32 hex digits for a W3C trace id. */
  traceId(): string;
  /** A number in [0, 1). */
  random(): number;
}
