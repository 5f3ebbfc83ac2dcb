import { createHash } from "node:crypto";
import { type Command, GATE_COMMANDS, RISK } from "@skald/kernel";
import { type CommandRequest, canonicalJson, type Json, ProblemError, type ProblemItem } from "@skald/shared";
import type { FastifyRequest } from "fastify";
import { actorOf } from "../guard/actor.ts";

const REASON_MIN = 10;

/**
 * The command of a request, as the kernel takes it. The revision is If-Match and nowhere else.
 *
 * @throws ProblemError IF_MATCH_REQUIRED or REQUEST_INVALID.
 */
export function readCommand(request: FastifyRequest, commandId: string): Command {
  const body = request.body as CommandRequest;

  return {
    commandId,
    type: body.type,
    actor: actorOf(request),
    reason: textOf(body.reason),
    ticket: textOf(body.ticket),
    state: body.state ?? null,
    lane: body.lane ?? "action",
    visit: body.visit ?? null,
    revision: revisionOf(request.headers["if-match"], body.type),
    planHash: body.planHash ?? null,
    now: body.now ?? false,
    downTo: body.downTo ?? null,
    then: body.then ?? "end",
    happened: body.happened ?? null,
    evidence: textOf(body.evidence),
    ...(body.output === undefined ? {} : { output: body.output as Json }),
  };
}

/**
 * What the engine demands before it asks the saga: a reason for what does harm, and how one knows what one claims.
 *
 * @throws ProblemError REQUEST_INVALID naming every field that is missing.
 */
export function requireWords({ type, reason, evidence, happened }: Command): void {
  const { [type]: risk } = RISK;
  const errors: ProblemItem[] = [];
  if ((risk === "R3" || risk === "R4") && (reason ?? "").length < REASON_MIN)
    errors.push(missing("/reason", `must say why, in at least ${REASON_MIN} characters`));
  if ((type === "complete" || type === "resolve-unknown") && evidence === null)
    errors.push(missing("/evidence", "must say how it is known"));
  if (type === "resolve-unknown" && happened === null) errors.push(missing("/happened", "must say whether it happened"));
  if (errors.length === 0) return;

  throw new ProblemError("REQUEST_INVALID", `"${type}" needs ${errors.map(({ at }) => at?.slice(1)).join(", ")}.`, { errors });
}

/** What must be the same when the key of a command comes again. */
export function fingerprintOf(body: unknown): string {
  return createHash("sha256")
    .update(canonicalJson(body as Json))
    .digest("hex");
}

/** The revision a caller saw; null for `*`, which only commands that open or close the gate may use. */
function revisionOf(header: string | undefined, type: Command["type"]): number | null {
  if (header === undefined) throw new ProblemError("IF_MATCH_REQUIRED", "Send the revision you saw as If-Match.");
  if (header === "*") {
    if (GATE_COMMANDS.includes(type)) return null;
    throw new ProblemError("IF_MATCH_REQUIRED", `"${type}" needs the exact revision; If-Match: * is for ${GATE_COMMANDS.join(", ")}.`);
  }

  const revision = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1];
  if (revision !== undefined) return Number(revision);
  throw new ProblemError("REQUEST_INVALID", `If-Match is ${JSON.stringify(header)}; a revision such as "41" is needed.`, {
    errors: [missing("header/if-match", 'must be a revision such as "41", or *')],
  });
}

function textOf(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? "";

  return trimmed === "" ? null : trimmed;
}

function missing(at: string, message: string): ProblemItem {
  return { code: "REQUEST_INVALID", message, at };
}
