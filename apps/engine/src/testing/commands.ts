import type { Command } from "@skald/kernel";
import type { HostCommand } from "../ports/saga-host.ts";

/** A command by somebody who has seen nothing (`If-Match: *`). */
export function aCommand(type: Command["type"], fields: Partial<Command> = {}): Command {
  return {
    commandId: `00000000-0000-7000-8000-${type
      .padEnd(12, "0")
      .slice(0, 12)
      .replaceAll(/[^0-9a-f]/g, "0")}`,
    type,
    actor: "ada",
    reason: null,
    ticket: null,
    state: null,
    lane: "action",
    visit: null,
    revision: null,
    planHash: null,
    now: false,
    downTo: null,
    then: "end",
    happened: null,
    evidence: null,
    ...fields,
  };
}

/** The same, on its way to a host. */
export function aHostCommand(command: Command, idempotencyKey: string | null = null): HostCommand {
  return { command, idempotencyKey, fingerprint: `fingerprint of ${command.type}` };
}
