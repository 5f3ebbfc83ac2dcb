import type { Command, Given } from "../command-line/command.ts";
import { readWords } from "../reading/read-words.ts";
import { repairCommand } from "../repair/repair-command.ts";

/** `skald compensate`: undoes what has been done. */
export const compensate: Command = repairCommand({
  type: "compensate",
  summary: "Undo what has been done, in reverse order.",
  options: {
    "down-to": { value: "state", text: "The last state to undo. Default: everything." },
    then: { value: "end|pause", text: "End the saga, or stop paused before that state. Default: end." },
  },
  example:
    'compensate 0199f3a2-7c11-7d3e-9a51-1f2e3d4c5b6a --down-to reserve --then pause --reason "wrong warehouse, start again from there"',
  fields: ({ given }) => ({ ...downTo(given), ...thenOf(given) }),
});

function downTo(given: Given): { readonly downTo?: string } {
  const state = given.text("down-to");

  return state === undefined ? {} : { downTo: state };
}

function thenOf(given: Given): { readonly then?: "end" | "pause" } {
  const [then] = readWords("then", given.texts("then"), ["end", "pause"] as const);

  return then === undefined ? {} : { then };
}
