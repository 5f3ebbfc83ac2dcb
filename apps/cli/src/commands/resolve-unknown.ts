import type { Command, Given } from "../command-line/command.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { readWords } from "../reading/read-words.ts";
import { EVIDENCE, evidenceOf, OUTPUT, outputOf } from "../repair/evidence.ts";
import { repairCommand, stateOf } from "../repair/repair-command.ts";

/** `skald resolve-unknown`: answers whether a call happened. */
export const resolveUnknown: Command = repairCommand({
  type: "resolve-unknown",
  summary: "Answer whether a call whose outcome is unknown has happened.",
  positionals: ["[state]"],
  options: { happened: { value: "yes|no", text: "Whether it happened. Needed." }, evidence: EVIDENCE, output: OUTPUT },
  example: 'resolve-unknown 0199f3a2-7c11-7d3e-9a51-1f2e3d4c5b6a --happened yes --reason "asked the bank" --evidence "booking 4711"',
  fields: async (call) => ({ happened: happenedOf(call.given), ...stateOf(call), ...evidenceOf(call), ...(await outputOf(call)) }),
});

function happenedOf(given: Given): boolean {
  const [answer] = readWords("happened", given.texts("happened"), ["yes", "no"] as const);
  if (answer === undefined) throw new UsageError('"skald resolve-unknown" needs --happened yes or --happened no.');

  return answer === "yes";
}
