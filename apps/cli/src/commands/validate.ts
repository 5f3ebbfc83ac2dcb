import { DIAGNOSTICS } from "@skald/dsl";
import type { Command } from "../command-line/command.ts";
import { countText, diagnosticText } from "../documents/diagnostic-text.ts";
import { readDocuments } from "../documents/read-documents.ts";
import { type ValidatedFile, validateFiles } from "../documents/validate-files.ts";
import { isValidFile, validationJson } from "../documents/validation-json.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { visibleText } from "../text/visible-text.ts";

/** `skald validate`: works without an engine. */
export const validate: Command = {
  name: "validate",
  summary: "Say everything that is wrong with documents, without an engine.",
  positionals: ["<files…>"],
  options: {},
  example: "validate services/ sagas/order.yaml",
  notes: [
    "Folders are searched for *.yaml, *.yml and *.json. Sagas see the services of all files given.",
    "With - what is piped in is read too. Each file holds one document. Warnings alone are no failure.",
  ],
  run: async ({ given, terminal, json }) => {
    const files = validateFiles(await readDocuments(given.positionals, terminal.readStdin));
    const diagnostics = files.flatMap((file) => file.diagnostics);
    const isValid = diagnostics.every(({ severity }) => severity === "warning");

    if (json) terminal.out(validationJson(files));
    else tell(files, terminal);
    return isValid ? EXIT.ok : EXIT.failed;
  },
};

function tell(files: readonly ValidatedFile[], terminal: Terminal): void {
  const { style } = terminal;
  for (const file of files) {
    for (const diagnostic of file.diagnostics)
      terminal.out(diagnosticText({ file, diagnostic, remedy: DIAGNOSTICS[diagnostic.code].remedy }, style));
    if (isValidFile(file)) terminal.out(`${style("good", "✓")} ${visibleText(file.name)}  ${namesOf(file).join(", ")}`);
  }
  const diagnostics = files.flatMap((file) => file.diagnostics);
  terminal.out(countText(diagnostics, files.length));
  if (diagnostics.some(({ code }) => code === "UNKNOWN_SERVICE"))
    terminal.out("Services are looked for in the files given: give theirs too, or a folder.");
}

function namesOf({ documents }: ValidatedFile): readonly string[] {
  return documents.flatMap(({ kind, model }) => (model === null ? [] : [`${kind} ${model.namespace}/${model.name} ${model.version}`]));
}
