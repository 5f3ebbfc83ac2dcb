import { randomBytes } from "node:crypto";

const SPAN_BYTES = 8;
const DRAWN = 256;

/** A source of span ids: eight random bytes in hex, drawn in bulk because a draw of its own for each call costs more than the call's headers. */
export function createSpanIds(): () => string {
  let bytes = randomBytes(SPAN_BYTES * DRAWN);
  let at = 0;

  return () => {
    if (at === bytes.length) {
      bytes = randomBytes(SPAN_BYTES * DRAWN);
      at = 0;
    }
    at += SPAN_BYTES;
    return bytes.toString("hex", at - SPAN_BYTES, at);
  };
}
