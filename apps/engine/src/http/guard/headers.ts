/** On every answer. The API is no page: nothing may run, frame or cache it. */
export const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
} as const;

const CORRELATION_ID = /^[A-Za-z0-9._:/+=-]{1,128}$/;

/** The caller's correlation id, when it has one that may stand in logs. */
export function correlationIdOf(header: string | readonly string[] | undefined): string | null {
  return typeof header === "string" && CORRELATION_ID.test(header) ? header : null;
}

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace a caller is in (W3C Trace Context), when its header keeps the grammar. */
export function traceIdOf(header: string | readonly string[] | undefined): string | null {
  return typeof header === "string" ? (TRACEPARENT.exec(header)?.[1] ?? null) : null;
}
