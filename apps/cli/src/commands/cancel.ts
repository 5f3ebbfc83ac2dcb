import type { Command } from "../command-line/command.ts";
import { repairCommand } from "../repair/repair-command.ts";

/** `skald cancel`: stops going forward and undoes. */
export const cancel: Command = repairCommand({
  type: "cancel",
  summary: "Stop going forward, await the call under way, then undo.",
  example: 'cancel 0199f3a2-7c11-7d3e-9a51-1f2e3d4c5b6a --reason "the customer has called"',
});
