import { type ExploreOptions, proveDefinition } from "@skald/proof";
import type { ProofView } from "@skald/shared";
import type { Call, Command } from "../../command-line/command.ts";
import { type CompiledFile, compileFiles } from "../../documents/compile-files.ts";
import { EXIT } from "../../exit-code.ts";
import { readCount } from "../../reading/read-words.ts";
import { coverageText, endsText, violationsText } from "../../text/proof-text.ts";
import { visibleText } from "../../text/visible-text.ts";

const LIMIT_MAX = 10_000_000;
const TRANSITIONS_EACH = 4;

/** `skald check`: proves sagas, without an engine. */
export const check: Command = {
  name: "check",
  summary: "Prove that every failure of a saga ends consistently, without an engine.",
  positionals: ["<files…>"],
  options: {
    limit: { value: "number", text: "Configurations of a saga after which it stops, or four times as many transitions. Default: 50000." },
    ends: { text: "Say how sagas come to rest, with a shortest way to each end." },
  },
  example: "check services/ sagas/order.yaml",
  notes: [
    "Every outcome of each call, everything that may come from outside (events, decisions of persons, callbacks, locks) and that it does not come in time, every undo that succeeds or fails, every way of a condition, and a person who cancels at any moment are played through.",
    "That nobody ever answers a wait without a time-out is legal, and told as no violation.",
    "A saga that is too large is checked as far as the limit and says so; that alone is no failure.",
  ],
  run: async (call) => {
    const limit = call.given.text("limit");
    const options = limit === undefined ? {} : boundsOf(readCount("limit", limit, LIMIT_MAX));
    const files = await compileFiles(call);
    if (files === null) return EXIT.failed;

    const proofs = files.map((file) => ({ ...file, proof: proveDefinition(file.definition, { ...options, children: file.children }) }));
    if (call.json)
      call.terminal.out(
        JSON.stringify({ files: proofs.map(({ name, definition, proof }) => ({ file: name, hash: definition.hash, proof })) }, null, 2),
      );
    else for (const { proof, ...file } of proofs) tell(file, proof, call);
    return proofs.every(({ proof }) => proof.holds) ? EXIT.ok : EXIT.failed;
  },
};

function boundsOf(limit: number): Pick<ExploreOptions, "limit" | "transitions"> {
  return { limit, transitions: limit * TRANSITIONS_EACH };
}

function tell({ name, definition }: CompiledFile, proof: ProofView, { terminal, given }: Call): void {
  const { style } = terminal;
  const sign = proof.holds ? style("good", "✓") : style("bad", "✗");
  const what = `saga ${definition.namespace}/${definition.name} ${definition.version}`;

  terminal.out(`${sign} ${visibleText(name)}  ${what}  ${coverageText(proof)}`);
  if (!proof.holds) terminal.out(violationsText(proof, style));
  if (given.has("ends")) terminal.out(endsText(proof, style));
}
