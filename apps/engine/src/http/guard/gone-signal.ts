import type { FastifyReply } from "fastify";

/** A reason of our own: without one every abort makes a DOMException with a stack. */
const GONE = new Error("The caller has hung up.");

/** Aborted when the caller has hung up: nobody waits for the answer any more. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // Of the answer, not of the socket: a connection outlives many requests.
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort(GONE);
  });

  return gone.signal;
}
