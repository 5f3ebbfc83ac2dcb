import {
  compileFamily,
  DIAGNOSTICS,
  type Diagnostic,
  type ExportLoss,
  exportAsl,
  exportMermaid,
  exportScxml,
  exportXstate,
  type ValidatedDocument,
} from "@skald/dsl";
import { sha256Hex } from "@skald/shared";
import type { Call, Command, Given } from "../../command-line/command.ts";
import { UsageError } from "../../command-line/usage-error.ts";
import { countText, diagnosticText } from "../../documents/diagnostic-text.ts";
import { readDocuments } from "../../documents/read-documents.ts";
import { type ValidatedFile, validateFiles } from "../../documents/validate-files.ts";
import { validationJson } from "../../documents/validation-json.ts";
import { EXIT } from "../../exit-code.ts";
import { readWords } from "../../reading/read-words.ts";
import { counted } from "../../text/saga-words.ts";
import { visibleText } from "../../text/visible-text.ts";
import { writeResult } from "./write-result.ts";

const FORMATS = ["xstate", "mermaid", "scxml", "asl"] as const;
type Format = (typeof FORMATS)[number];

/** `skald export`: works without an engine. */
export const exportSaga: Command = {
  name: "export",
  summary: "Write a saga in another format.",
  positionals: ["<file>"],
  options: {
    format: { value: FORMATS.join("|"), text: "The format. xstate: a machine of XState 5. asl: Amazon States Language." },
    services: { value: "file|folder", many: true, text: "Services the saga calls, and sagas it starts. May be given more than once." },
    output: { value: "file", short: "o", text: "Write there instead of to the terminal. A file that is there stays as it is." },
  },
  example: "export sagas/order.yaml --format mermaid --services services/ -o order.mmd",
  notes: [
    "xstate and scxml are the machine the engine runs: services and started sagas are needed for them. The others draw and write what the document says.",
    "What asl cannot say is told with what to do about it; with --json it is in the losses.",
  ],
  run: async (call) => {
    const { given, terminal, json } = call;
    const format = formatOf(given);
    const names = [given.positionals[0] ?? "", ...given.texts("services")];
    const [file, ...others] = validateFiles(await readDocuments(names, terminal.readStdin));
    if (file === undefined) throw new UsageError("A file is needed.", "skald export --help");

    const problems = problemsOf(file, format);
    const saga = file.documents.find((document) => document.kind === "saga");
    if (problems.length > 0 || saga?.kind !== "saga") return tellUnfit(file, problems, call);

    const exported = exportTo(
      format,
      saga,
      [file, ...others].flatMap(({ documents }) => documents),
    );
    if (exported === null) {
      terminal.err(visibleText(`"${file.name}" cannot run on this engine yet, so there is no machine of it.`));
      return EXIT.failed;
    }
    const text = json ? `${JSON.stringify({ format, ...exported }, null, 2)}\n` : exported.text;
    await writeResult(text, given.text("output"), terminal);
    if (!json) for (const line of lossLines(exported.losses)) terminal.err(line);
    return EXIT.ok;
  },
};

function formatOf(given: Given): Format {
  const format = given.text("format");
  const [word, ...more] = format === undefined ? [] : readWords("format", [format], FORMATS);
  if (word === undefined || more.length > 0)
    throw new UsageError(`"skald export" needs --format ${FORMATS.join("|")}.`, "skald export --help");

  return word;
}

// What the engine cannot run yet, or which services there are, matters only to a machine.
const OF_NO_MATTER: readonly string[] = ["UNKNOWN_SERVICE", "UNKNOWN_OPERATION"];

function problemsOf({ diagnostics }: ValidatedFile, format: Format): readonly Diagnostic[] {
  const isDrawn = format === "mermaid" || format === "asl";

  return diagnostics.filter(
    ({ severity, code }) => severity === "error" && code !== "NOT_YET_RUNNABLE" && !(isDrawn && OF_NO_MATTER.includes(code)),
  );
}

function tellUnfit(file: ValidatedFile, problems: readonly Diagnostic[], { terminal, json }: Call): typeof EXIT.failed {
  if (json && problems.length > 0) {
    terminal.out(validationJson([{ ...file, diagnostics: problems }]));
    return EXIT.failed;
  }
  for (const diagnostic of problems)
    terminal.err(diagnosticText({ file, diagnostic, remedy: DIAGNOSTICS[diagnostic.code].remedy }, terminal.style));
  terminal.err(problems.length > 0 ? countText(problems, 1) : visibleText(`"${file.name}" holds no saga.`));

  return EXIT.failed;
}

interface Exported {
  readonly text: string;
  readonly losses: readonly ExportLoss[];
}

type SagaDocument = Extract<ValidatedDocument, { readonly kind: "saga" }>;

function exportTo(format: Format, saga: SagaDocument, documents: readonly ValidatedDocument[]): Exported | null {
  const services = documents.flatMap(({ kind, source }) => (kind === "service" ? [source.value] : []));
  if (format === "mermaid") return { text: exportMermaid(saga.source.value, { services }), losses: [] };
  if (format === "asl") {
    const { machine, losses } = exportAsl(saga.source.value, { services });
    return { text: `${JSON.stringify(machine, null, 2)}\n`, losses };
  }
  const family = compileFamily(saga, { documents, sha256: sha256Hex });
  if (family === null) return null;

  const { machine } = family.definition;
  return { text: format === "scxml" ? exportScxml(machine) : exportXstate(machine), losses: [] };
}

function lossLines(losses: readonly ExportLoss[]): readonly string[] {
  if (losses.length === 0) return [];

  return [
    ...losses.map(({ kind, at, what, remedy }) => visibleText(`${kind.padEnd(8)}${at}  ${what} ${remedy}`)),
    `${counted(losses.length, "place")} where it says something else.`,
  ];
}
