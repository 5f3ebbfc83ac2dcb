import { randomUUID } from "node:crypto";
import {
  ApiError,
  type CommandRequest,
  type CommandType,
  type PreviewView,
  type Revision,
  type SagaStatus,
  type SagaView,
} from "@skald/shared";
import type { Call } from "../command-line/command.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { isConfirmed } from "./confirm.ts";
import { tellConflict } from "./conflict.ts";
import { previewText } from "./preview-text.ts";
import { sendCommand } from "./send-command.ts";
import { tellVerdict } from "./verdict.ts";

/** Commands that may hit a moving saga, whose revision nobody can keep up with. */
const GATE_COMMANDS: readonly CommandType[] = ["pause", "resume", "cancel"];
const MOVING: readonly SagaStatus[] = ["running", "compensating"];
const REASON_MIN = 10;

/** Gives a saga a command: preview, confirmation, command, verdict. What is confirmed is what is done, or nothing is. */
export async function giveCommand(id: string, request: CommandRequest, call: Call): Promise<ExitCode> {
  const given = call.given.text("idempotency-key");
  const earlier = given === undefined ? null : await call.client.commandByKey(id, given);
  if (earlier !== null) return tellVerdict(earlier, call);

  const seen = await call.client.getSaga(id);
  try {
    return await previewAndSend({ seen, request: withLane(request, seen), idempotencyKey: given ?? randomUUID() }, call);
  } catch (error) {
    if (error instanceof ApiError && (error.status === 412 || error.status === 409)) return tellConflict(error, { seen, request }, call);
    throw error;
  }
}

interface Intention {
  readonly seen: SagaView;
  readonly request: CommandRequest;
  readonly idempotencyKey: string;
}

async function previewAndSend({ seen, request, idempotencyKey }: Intention, call: Call): Promise<ExitCode> {
  const revision = revisionFor(request.type, seen);
  const preview = await call.client.preview(seen.id, request, revision);
  if (!preview.allowed) return tellNotAllowed(preview, seen, call);

  const isAsked = !call.given.has("yes");
  if (isAsked && !call.json) call.terminal.out(previewText(request, preview, call.terminal.style));
  requireWords(request, preview);
  if (isAsked && !(await isConfirmed(request, seen, { call, preview }))) {
    call.terminal.out("Nothing was done.");
    return EXIT.failed;
  }

  // Whoever gives a command to a moving saga has not confirmed one plan, but whatever is there to undo by then.
  const confirmed = revision === "*" ? request : { ...request, planHash: preview.planHash };
  return tellVerdict(await sendCommand(seen.id, confirmed, { revision, idempotencyKey }, call), call);
}

function revisionFor(type: CommandType, { status, revision }: SagaView): Revision {
  return GATE_COMMANDS.includes(type) && MOVING.includes(status) ? "*" : revision;
}

/** Where a command can only mean an undo, it says so. */
function withLane(request: CommandRequest, { allowedCommands }: SagaView): CommandRequest {
  const lane = allowedCommands.find(({ type }) => type === request.type)?.lane ?? null;

  return lane === null ? request : { ...request, lane };
}

function requireWords(request: CommandRequest, { policy, risk }: PreviewView): void {
  const fields = { reason: request.reason, ticket: request.ticket, evidence: request.evidence };
  const missing = Object.entries(fields).filter(([name, text]) => policy.includes(name) && (text ?? "").trim() === "");
  if (missing.length > 0) {
    throw new UsageError(`"${request.type}" needs ${missing.map(([name]) => `--${name}`).join(" and ")}. Nothing was done.`);
  }

  const isHarmful = risk === "R3" || risk === "R4";
  if (isHarmful && (request.reason ?? "").trim().length < REASON_MIN) {
    throw new UsageError(`"--reason" must say why, in at least ${REASON_MIN} characters. Nothing was done.`);
  }
}

function tellNotAllowed(preview: PreviewView, { id, status, allowedCommands }: SagaView, { terminal, json }: Call): ExitCode {
  if (json) terminal.out(JSON.stringify({ preview }, null, 2));
  const possible = allowedCommands.filter(({ allowed }) => allowed).map(({ type }) => type);
  terminal.err(`skald: ${preview.sentence}`);
  terminal.err(
    `The saga ${id} is ${status}. ${possible.length === 0 ? "It takes no commands any more." : `It takes: ${possible.join(", ")}.`}`,
  );

  return EXIT.refused;
}
