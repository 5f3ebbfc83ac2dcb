import { isEngineHeader } from "@skald/dsl";
import type { OutgoingCall } from "../ports/gateway.ts";

/** A header list in the flat form the HTTP client takes. */
export type HeaderList = string[];

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const VALUE_MAX = 8_192;
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;

/** Every answer is taken as it is: nothing is unpacked, so nothing can be a bomb. */
export const PLAIN_ANSWER: Readonly<HeaderList> = ["accept-encoding", "identity"];

/** The engine's own headers of a call (docs/reference, "Headers on every outgoing call"). */
export function engineHeadersOf(call: OutgoingCall, spanId: string): HeaderList {
  const { request } = call;
  const list: HeaderList = [...PLAIN_ANSWER];
  list.push("idempotency-key", call.idempotencyKey, "skald-saga", call.sagaId, "skald-state", call.state);
  list.push(
    "skald-visit",
    String(call.visit),
    "skald-kind",
    call.kind,
    "skald-attempt",
    String(call.attempt),
    "skald-fence",
    String(call.fence),
  );
  if (TRACE_ID.test(call.traceId)) list.push("traceparent", `00-${call.traceId}-${spanId}-01`);
  if (request.body !== null && request.headers["content-type"] === undefined) list.push("content-type", "application/json");

  return list;
}

/** Why a header of a document may not be sent; undefined when it may. Values are never part of the reason. */
export function headerRefusal(name: string, value: string): string | undefined {
  const lower = name.toLowerCase();
  if (!NAME.test(name)) return `a header name is not allowed: ${JSON.stringify(name.slice(0, 80))}`;
  if (isEngineHeader(lower)) return `header "${lower}" belongs to the engine`;
  if (!VALUE.test(value)) return `header "${lower}" holds a line break or another character that has no place there`;

  return value.length > VALUE_MAX ? `header "${lower}" is longer than ${VALUE_MAX} characters` : undefined;
}
