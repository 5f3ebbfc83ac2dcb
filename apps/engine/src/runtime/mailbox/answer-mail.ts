import type { CommandOutcome } from "../../ports/saga-host.ts";
import type { Work } from "./decide-mail.ts";
import type { Mail, WaitingCommand } from "./resident.ts";

/** Tells who waits for the command of a committed unit what became of it. */
export function answerCommitted(mail: readonly Mail[], work: Work): void {
  const { command } = work;
  if (command === null) return;

  for (const piece of mail) {
    piece.command?.answer({
      kind: "verdict",
      commandId: command.command.commandId,
      verdict: command.verdict,
      revisionBefore: command.revisionBefore,
      revisionAfter: command.revisionAfter,
    });
  }
}

/** Tells who waits that nothing was written: the command may come again with its key. */
export function answerUnwritten(mail: readonly Mail[]): void {
  for (const piece of mail) piece.command?.answer({ kind: "unavailable", retryAfterSeconds: 1 });
}

/** The engine failed over this command; the saga did not change by it. */
export function internalRefusal(command: WaitingCommand): CommandOutcome {
  return refusal(command, "INTERNAL", "The engine failed three times to decide on this command.");
}

/** Tells who waits that the saga cannot be moved before its journal can be read. */
export function answerUnreadable(mail: readonly Mail[], reason: string): void {
  const detail = `The saga cannot be read: ${reason} Restore what is missing and start the engine again.`;
  for (const { command } of mail) command?.answer(refusal(command, "COMMAND_NOT_ALLOWED", detail));
}

function refusal(command: WaitingCommand, code: "INTERNAL" | "COMMAND_NOT_ALLOWED", detail: string): CommandOutcome {
  return {
    kind: "verdict",
    commandId: command.request.command.commandId,
    verdict: { kind: "refused", code, detail },
    revisionBefore: command.request.command.revision ?? 0,
    revisionAfter: command.request.command.revision ?? 0,
  };
}
