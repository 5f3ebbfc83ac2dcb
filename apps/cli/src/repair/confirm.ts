import type { CommandRequest, PreviewView, SagaView } from "@skald/shared";
import type { Call } from "../command-line/command.ts";
import { UsageError } from "../command-line/usage-error.ts";

interface Asking {
  readonly call: Call;
  readonly preview: PreviewView;
}

/**
 * Whether a person at the terminal confirms what was shown. What cannot be taken back needs the end of the saga's id.
 *
 * @throws UsageError where nobody can be asked
 */
export async function isConfirmed({ type }: CommandRequest, { id }: SagaView, { call, preview }: Asking): Promise<boolean> {
  const { terminal, json } = call;
  if (json || !terminal.isInteractive)
    throw new UsageError("Nobody can confirm here, so nothing was done. Look at the plan, then repeat with --yes.");

  const word = preview.risk === "R4" ? id.slice(-4) : "yes";
  const asked =
    preview.risk === "R4"
      ? `This cannot be taken back. Type the last four characters of the saga's id to ${type}: `
      : `Type yes to ${type}: `;

  return (await terminal.ask(asked)).toLowerCase() === word;
}
