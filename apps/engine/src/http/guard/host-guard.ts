import { ProblemError } from "@skald/shared";
import type { FastifyRequest } from "fastify";

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** Settings the guard reads. */
export interface HostRules {
  readonly hostName: string;
  readonly consoleOrigins: readonly string[];
}

/**
 * Refuses requests that a page of another site made a browser send. Nobody logs in on loopback, so the address
 * asked for (DNS rebinding) and the origin of the page are what can be known of the caller.
 *
 * @throws ProblemError HOST_NOT_ALLOWED
 */
export function createHostGuard({ hostName, consoleOrigins }: HostRules): (request: FastifyRequest) => void {
  const own = hostName.toLowerCase();

  return ({ headers }) => {
    const { host = "", origin } = headers;
    if (!LOOPBACK.test(host) && host.toLowerCase().replace(/:\d{1,5}$/, "") !== own)
      throw new ProblemError("HOST_NOT_ALLOWED", `The engine is not called "${host}".`);
    if (origin !== undefined && !consoleOrigins.includes(origin) && hostOf(origin) !== host)
      throw new ProblemError("HOST_NOT_ALLOWED", `Pages of "${origin}" may not talk to this engine.`);
  };
}

/** Host of a plain http origin, which is the engine's own when it is the one that was asked. */
function hostOf(origin: string): string | null {
  return /^http:\/\/([^/]+)$/.exec(origin)?.[1] ?? null;
}
