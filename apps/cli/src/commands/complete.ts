import type { Command } from "../command-line/command.ts";
import { EVIDENCE, evidenceOf, OUTPUT, outputOf } from "../repair/evidence.ts";
import { repairCommand, stateOf } from "../repair/repair-command.ts";

/** `skald complete`: it was done by hand. */
export const complete: Command = repairCommand({
  type: "complete",
  summary: "Count a stuck step or undo as done by hand.",
  positionals: ["[state]"],
  options: { evidence: EVIDENCE, output: OUTPUT },
  example: 'complete 0199f3a2-7c11-7d3e-9a51-1f2e3d4c5b6a --reason "refunded in the bank portal" --evidence "transfer 4711"',
  fields: async (call) => ({ ...stateOf(call), ...evidenceOf(call), ...(await outputOf(call)) }),
});
