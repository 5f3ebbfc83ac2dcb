import { ProblemError } from "@skald/shared";
import type { FastifyRequest } from "fastify";

const PRINTABLE = /^[\x20-\x7e\xa0-\xff]{1,100}$/;

/**
 * Who commands. Nobody logs in on a loopback install, so the header is taken at its word and stands in the audit.
 *
 * @throws ProblemError REQUEST_INVALID for a name that cannot be shown.
 */
export function actorOf({ headers }: FastifyRequest): string {
  const given = headers["x-skald-actor"];
  if (given === undefined) return "operator";
  if (typeof given === "string" && PRINTABLE.test(given)) return given.trim();

  throw new ProblemError("REQUEST_INVALID", "X-Skald-Actor must be 1 to 100 printable characters.", {
    errors: [{ code: "REQUEST_INVALID", message: "must be 1 to 100 printable characters", at: "header/x-skald-actor" }],
  });
}
