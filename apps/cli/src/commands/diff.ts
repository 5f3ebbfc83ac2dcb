import { DIAGNOSTICS, toView } from "@skald/dsl";
import type { Call, Command } from "../command-line/command.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { compareFiles, type ReadFile, readHeads } from "../documents/compare-files.ts";
import { diagnosticText } from "../documents/diagnostic-text.ts";
import { readDocuments } from "../documents/read-documents.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { comparisonText } from "../text/comparison-text.ts";

/** `skald diff`: works without an engine. */
export const diff: Command = {
  name: "diff",
  summary: "Say what differs between two files: lines, states, edges, undos and the pivot.",
  positionals: ["<from>", "<to>"],
  options: {
    services: { value: "files", many: true, text: "Catalogues both are read with, where their files hold none: a file or a folder." },
  },
  example: "diff order-2.1.yaml order-2.2.yaml --services services/",
  notes: [
    "One of the two may be -, for what is piped in: git show HEAD:order.yaml | skald diff - order.yaml",
    "Exit code 0: the same. 1: they differ. 2: one of them cannot be read.",
  ],
  run: async (call) => {
    const [from, to] = await readBoth(call);
    const services = (await readDocuments(call.given.texts("services"), call.terminal.readStdin)).map(readHeads);
    const unreadable = [from, to, ...services].filter(({ diagnostics }) => diagnostics.length > 0);
    if (unreadable.length > 0) return tellUnreadable(unreadable, call);

    const comparison = compareFiles(from, to, services);
    const isSame = comparison.hunks.length === 0;
    const names = { from: from.name, to: to.name };
    call.terminal.out(
      call.json
        ? JSON.stringify({ same: isSame, ...names, ...comparison }, null, 2)
        : comparisonText(comparison, names, call.terminal.style),
    );
    return isSame ? EXIT.ok : EXIT.failed;
  },
};

async function readBoth(call: Call): Promise<readonly [ReadFile, ReadFile]> {
  const [from = "", to = ""] = call.given.positionals;
  if (from === "-" && to === "-") throw new UsageError("Only one of the two can be piped in.", "skald diff --help");

  return [await readOne(from, call), await readOne(to, call)];
}

async function readOne(name: string, { terminal }: Call): Promise<ReadFile> {
  const [file] = await readDocuments([name], terminal.readStdin);
  if (file === undefined || file.name !== name) throw new UsageError(`"${name}" is a folder; two files are compared.`, "skald diff --help");

  return readHeads(file);
}

function tellUnreadable(files: readonly ReadFile[], { terminal, json }: Call): ExitCode {
  const told = files.flatMap((file) =>
    file.diagnostics.map((diagnostic) => ({ file, diagnostic, remedy: DIAGNOSTICS[diagnostic.code].remedy })),
  );
  if (json)
    terminal.out(
      JSON.stringify({ diagnostics: told.map(({ file, diagnostic }) => ({ file: file.name, ...toView(diagnostic, file.text) })) }, null, 2),
    );
  else for (const each of told) terminal.err(diagnosticText(each, terminal.style));

  return EXIT.usage;
}
