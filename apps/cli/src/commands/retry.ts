import type { Command } from "../command-line/command.ts";
import { repairCommand, stateOf } from "../repair/repair-command.ts";

/** `skald retry`: calls again what is stuck or waits. */
export const retry: Command = repairCommand({
  type: "retry",
  summary: "Call a stuck step or undo again, with the same key and fresh attempts.",
  positionals: ["[state]"],
  options: { now: { text: "Skip the back-off that is still running." } },
  example: 'retry 0199f3a2-7c11-7d3e-9a51-1f2e3d4c5b6a --reason "the service is healthy again"',
  notes: ["The state may be left out where only one fits."],
  fields: (call) => ({ ...stateOf(call), ...(call.given.has("now") ? { now: true } : {}) }),
});
