import type { FastifyReply } from "fastify";

/** Aborted when the caller has hung up: nobody waits for the answer any more. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // Of the answer, not of the socket: a connection outlives many requests.
  reply.raw.once("close", () => gone.abort());

  return gone.signal;
}
