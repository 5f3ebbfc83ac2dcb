import type { Command } from "@skald/kernel";
import { CATALOGUE, type CommandView, type ErrorCode, type Json, ProblemError } from "@skald/shared";
import type { CommandOutcome } from "../../ports/saga-host.ts";
import type { Door } from "../edge.ts";
import { requireSaga, viewOf } from "./seen-saga.ts";

type Verdict = Extract<CommandOutcome, { kind: "verdict" }>;

/** A command the caller sent, with the saga it was sent to. */
export interface SentCommand {
  readonly sagaId: string;
  readonly command: Command;
  /** The body as it came. */
  readonly given: Json;
}

/**
 * What a caller is told of a command: applied or pending as a view, refused as the problem that names the rule.
 *
 * @throws ProblemError
 */
export async function answerCommand(door: Door, sent: SentCommand, outcome: CommandOutcome): Promise<CommandView> {
  switch (outcome.kind) {
    case "verdict":
      return answerVerdict(door, sent, outcome);
    case "replayed":
      return answerReplay(door, sent, outcome.commandId);
    case "pending":
      return viewOfCommand(door, sent, { commandId: outcome.commandId, state: "pending" });
    case "keyReused":
      throw new ProblemError("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key came before with another command for this saga.");
    case "notFound":
      throw new ProblemError("SAGA_NOT_FOUND", `There is no saga "${sent.sagaId}".`);
    case "unavailable":
      throw new ProblemError("NOT_READY", "The engine cannot take the command now; it was not accepted.", {
        retryAfterSeconds: outcome.retryAfterSeconds,
      });
  }
}

async function answerVerdict(door: Door, sent: SentCommand, { commandId, verdict, ...revisions }: Verdict): Promise<CommandView> {
  if (verdict.kind === "applied") return viewOfCommand(door, sent, { commandId, state: "applied", result: verdict.result, ...revisions });

  return refuse(door, sent.sagaId, { code: verdict.code, detail: verdict.detail, extensions: { ...verdict.extensions, commandId } });
}

/** The stored command answers: the same key has the same answer. */
async function answerReplay(door: Door, { sagaId }: SentCommand, commandId: string): Promise<CommandView> {
  const stored = await door.projection.command(sagaId, commandId);
  if (stored === null) throw new ProblemError("NOT_READY", "The command is stored, but cannot be read yet.", { retryAfterSeconds: 1 });
  if (stored.state !== "refused") return stored;

  // A refusal is stored as its code, a colon and the rule.
  const [, code = "", detail = ""] = /^([A-Z_]+): (.*)$/s.exec(stored.result ?? "") ?? [];
  const known = Object.hasOwn(CATALOGUE, code);
  return refuse(door, sagaId, {
    code: known ? (code as ErrorCode) : "COMMAND_NOT_ALLOWED",
    detail: known ? detail : (stored.result ?? "The command was refused."),
    extensions: { commandId },
  });
}

interface Refusal {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Who is stale is told what the saga has become. */
async function refuse(door: Door, sagaId: string, { code, detail, extensions }: Refusal): Promise<never> {
  const saga = code === "REVISION_STALE" ? { saga: viewOf(await requireSaga(door, sagaId)) } : {};

  throw new ProblemError(code, detail, { extensions: { ...extensions, ...saga } });
}

function viewOfCommand(
  door: Door,
  { sagaId, command, given }: SentCommand,
  came: Pick<CommandView, "commandId" | "state"> & Partial<CommandView>,
): CommandView {
  return {
    sagaId,
    type: command.type,
    arguments: given,
    actor: command.actor,
    reason: command.reason,
    ticket: command.ticket,
    result: null,
    revisionBefore: null,
    revisionAfter: null,
    at: new Date(door.clock.nowMs()).toISOString(),
    ...came,
  };
}
