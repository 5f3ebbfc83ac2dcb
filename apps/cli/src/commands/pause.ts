import type { Command } from "../command-line/command.ts";
import { repairCommand } from "../repair/repair-command.ts";

/** `skald pause`: sends nothing new until resumed. */
export const pause: Command = repairCommand({
  type: "pause",
  summary: "Send nothing new until the saga is resumed.",
  example: "pause 0199f3a2-7c11-7d3e-9a51-1f2e3d4c5b6a",
});
