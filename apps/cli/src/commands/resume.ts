import type { Command } from "../command-line/command.ts";
import { repairCommand } from "../repair/repair-command.ts";

/** `skald resume`: opens the gate again. */
export const resume: Command = repairCommand({
  type: "resume",
  summary: "Let a paused saga go on.",
  example: "resume 0199f3a2-7c11-7d3e-9a51-1f2e3d4c5b6a",
});
