import type { CommandRequest } from "@skald/shared";
import type { Call, Option } from "../command-line/command.ts";
import { readInput } from "../reading/read-input.ts";

/** How one knows what one claims. */
export const EVIDENCE: Option = { value: "text", text: "How you know. Stands in the journal." };

/** What the step would have answered. */
export const OUTPUT: Option = {
  value: "file|json|-",
  text: "The output of the step: a JSON file, JSON as it stands, or - for what is piped in.",
};

/** The evidence that was given. */
export function evidenceOf({ given }: Call): Pick<CommandRequest, "evidence"> {
  const evidence = given.text("evidence");

  return evidence === undefined ? {} : { evidence };
}

/** The output that was given. */
export async function outputOf({ given, terminal }: Call): Promise<Pick<CommandRequest, "output">> {
  const output = given.text("output");

  return output === undefined ? {} : { output: await readInput(output, terminal.readStdin) };
}
