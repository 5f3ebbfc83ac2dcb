import type { Command } from "../command-line/command.ts";
import { EVIDENCE, evidenceOf } from "../repair/evidence.ts";
import { repairCommand, stateOf } from "../repair/repair-command.ts";

/** `skald waive-undo`: accepts that an undo will not be done. */
export const waiveUndo: Command = repairCommand({
  type: "waive-undo",
  summary: "Accept that a failed undo will never be done.",
  positionals: ["[state]"],
  options: { evidence: EVIDENCE },
  example: 'waive-undo 0199f3a2-7c11-7d3e-9a51-1f2e3d4c5b6a --reason "the parcel is lost, nothing to take back"',
  fields: (call) => ({ ...stateOf(call), ...evidenceOf(call) }),
});
