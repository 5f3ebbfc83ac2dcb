import type { Command } from "../command-line/command.ts";
import { repairCommand } from "../repair/repair-command.ts";

/** `skald terminate`: closes a saga for ever. */
export const terminate: Command = repairCommand({
  type: "terminate",
  summary: "Close a saga for ever and undo nothing.",
  example: 'terminate 0199f3a2-7c11-7d3e-9a51-1f2e3d4c5b6a --reason "settled by hand, see the ticket" --ticket OPS-7',
});
