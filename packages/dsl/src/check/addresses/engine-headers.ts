// The connection belongs to the engine; `accept-encoding` because no answer is ever unpacked.
const RESERVED = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "keep-alive",
  "upgrade",
  "expect",
  "te",
  "trailer",
  "proxy-authorization",
  "proxy-connection",
  "accept-encoding",
  "idempotency-key",
  "traceparent",
  "tracestate",
  "baggage",
]);

/** Whether only the engine may send a header of this name. */
export function isEngineHeader(name: string): boolean {
  const lower = name.toLowerCase();

  return RESERVED.has(lower) || lower.startsWith("skald-");
}
