import { setTimeout as delay } from "node:timers/promises";
import { type CommandOptions, type CommandRequest, type CommandView, UnreachableError } from "@skald/shared";
import type { Call } from "../command-line/command.ts";

const ASK_AGAIN_MS = 500;
/** After the 5 s the engine itself waits for a verdict. */
const VERDICT_WITHIN_MS = 15_000;

/** Sends a command and waits for its verdict. When the answer is lost, the engine is asked what came of the key. */
export async function sendCommand(id: string, request: CommandRequest, options: CommandOptions, call: Call): Promise<CommandView> {
  const sent = await call.client.command(id, request, options).catch((error: unknown) => {
    if (error instanceof UnreachableError) return askByKey(id, options.idempotencyKey, { error, call });
    throw error;
  });

  return awaitVerdict(sent, call);
}

interface Lost {
  readonly error: UnreachableError;
  readonly call: Call;
}

async function askByKey(id: string, idempotencyKey: string, { error, call }: Lost): Promise<CommandView> {
  const found = await call.client.commandByKey(id, idempotencyKey).catch(() => undefined);
  if (found !== undefined && found !== null) return found;

  const known = found === null ? "The command has not arrived." : "Whether the command arrived is unknown.";
  call.terminal.err(`${known} Repeat it with --idempotency-key ${idempotencyKey}: it is never given twice.`);
  throw error;
}

async function awaitVerdict(sent: CommandView, { client }: Call): Promise<CommandView> {
  const deadline = performance.now() + VERDICT_WITHIN_MS;
  let command = sent;
  while (command.state === "pending" && performance.now() < deadline) {
    await delay(ASK_AGAIN_MS);
    command = await client.commandStatus(sent.sagaId, sent.commandId);
  }
  return command;
}
