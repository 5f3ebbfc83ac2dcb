import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Imported, type ImportedFile, importWorkflow, writeImported } from "@skald/dsl";
import type { Call, Command } from "../../command-line/command.ts";
import { UsageError } from "../../command-line/usage-error.ts";
import { importProblemText, lossesText } from "../../documents/losses-text.ts";
import { type DocumentFile, readDocuments } from "../../documents/read-documents.ts";
import { EXIT, type ExitCode } from "../../exit-code.ts";

/** `skald import`: works without an engine. */
export const importCommand: Command = {
  name: "import",
  summary: "Make a saga and its services of a workflow of another language, and say what was lost.",
  positionals: ["<file>"],
  options: {
    output: { value: "folder", short: "o", text: "Write the documents there (-o too). Default: to the terminal." },
    force: { text: "Write over files that are there." },
  },
  example: "import order.asl.json --output sagas/",
  notes: [
    "Amazon States Language and Serverless Workflow 0.8 and 1.0 are read, as YAML or JSON; which of them it is stands in the file.",
    "The loss report goes to the error output. Exit code 0: nothing was dropped; 1: something was; 2: the file is no workflow that can be imported.",
  ],
  run: async (call) => {
    const file = await readSource(call.given.positionals[0] ?? "", call);
    const result = importWorkflow(file.text, { name: basename(file.name).replace(/(?:\.asl|\.sw|\.workflow)?\.\w+$/, "") });
    if (result.ok) return tellImported(call, file, result.imported);

    if (call.json) call.terminal.out(JSON.stringify({ documents: [], losses: [], problems: result.problems }, null, 2));
    else for (const problem of result.problems) call.terminal.err(importProblemText(file.name, problem, call.terminal.style));
    return EXIT.usage;
  },
};

async function readSource(name: string, { terminal }: Call): Promise<DocumentFile> {
  const files = await readDocuments([name], terminal.readStdin);
  const [only] = files;
  if (only === undefined || only.name !== name) throw new UsageError(`"${name}" is a folder; one file is imported at a time.`);

  return only;
}

async function tellImported({ given, terminal, json }: Call, file: DocumentFile, imported: Imported): Promise<ExitCode> {
  const files = writeImported(imported);
  const folder = given.text("output");
  if (folder !== undefined) await writeFiles(folder, files, given.has("force"));
  if (json)
    terminal.out(
      JSON.stringify({ ...imported, ...(folder === undefined ? {} : { files: files.map(({ name }) => join(folder, name)) }) }, null, 2),
    );
  else {
    terminal.err(lossesText(file.name, imported.losses, terminal.style));
    if (folder === undefined)
      terminal.out(
        files
          .map(({ text }) => text)
          .join("---\n")
          .trimEnd(),
      );
    else for (const { name } of files) terminal.out(join(folder, name));
  }

  return imported.losses.some(({ kind }) => kind === "dropped") ? EXIT.failed : EXIT.ok;
}

// Documents that were edited after an import are worth more than a second one.
async function writeFiles(folder: string, files: readonly ImportedFile[], force: boolean): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new UsageError(`"${folder}" cannot be written to: ${error instanceof Error ? error.message : String(error)}.`);
  });
  for (const { name, text } of files) {
    const path = join(folder, name);
    await writeFile(path, text, { flag: force ? "w" : "wx" }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "EEXIST" ? new UsageError(`"${path}" is there already; give --force to write over it.`) : error;
    });
  }
}
