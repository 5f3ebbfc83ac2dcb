import { ApiError, type DiagnosticView, type UploadView } from "@skald/shared";
import type { Call, Command } from "../command-line/command.ts";
import { countText, diagnosticText } from "../documents/diagnostic-text.ts";
import { type JoinedFiles, joinFiles } from "../documents/joined-files.ts";
import { readDocuments } from "../documents/read-documents.ts";
import { EXIT } from "../exit-code.ts";
import { tableText } from "../text/table.ts";

/** `skald apply`: stores documents in the engine. */
export const apply: Command = {
  name: "apply",
  summary: "Store documents in the engine: all of them, or none.",
  positionals: ["<files…>"],
  options: { "dry-run": { text: "Let the engine check everything and store nothing." } },
  example: "apply services/ sagas/",
  notes: ["What is stored already with the same content stays as it is. A version never changes its content."],
  run: async (call) => {
    const files = await readDocuments(call.given.positionals, call.terminal.readStdin);
    const joined = joinFiles(files);
    try {
      const upload = await call.client.uploadDefinitions(joined.text, { dryRun: call.given.has("dry-run") });
      tellUpload(upload, joined, call);
      return EXIT.ok;
    } catch (error) {
      const diagnostics = diagnosticsOf(error);
      if (diagnostics.length === 0) throw error;

      tellRefused(diagnostics, joined, call);
      if (!call.json) call.terminal.out(`${countText(diagnostics, files.length)} Nothing was stored.`);
      return EXIT.failed;
    }
  },
};

function diagnosticsOf(error: unknown): readonly DiagnosticView[] {
  if (!(error instanceof ApiError)) return [];
  const { diagnostics } = error.problem;

  // The engine states the extension in its schema (DiagnosticsExtension).
  return Array.isArray(diagnostics) ? (diagnostics as readonly DiagnosticView[]) : [];
}

function tellUpload(upload: UploadView, joined: JoinedFiles, { terminal, json }: Call): void {
  if (json) {
    terminal.out(JSON.stringify({ ...upload, diagnostics: atFiles(upload.diagnostics, joined) }, null, 2));
    return;
  }
  const { style } = terminal;
  for (const view of upload.diagnostics) terminal.out(diagnosticText(joined.atFile(view), style));
  for (const { namespace, name, version, proof } of upload.items) {
    for (const { story, message } of proof?.violations ?? [])
      terminal.out(style("warning", `${namespace}/${name}@${version} is not proven: ${[...story, message].join(" → ")}`));
  }
  const [made, kept] = upload.dryRun ? ["would be stored", "is stored already"] : ["stored", "was stored already"];
  terminal.out(
    tableText(
      upload.items.map(({ kind, namespace, name, version, created }) => [
        { text: created ? "✓" : "=", dress: (text) => style(created ? "good" : "quiet", text) },
        kind,
        `${namespace}/${name}`,
        version,
        created ? made : kept,
      ]),
    ),
  );
}

function tellRefused(diagnostics: readonly DiagnosticView[], joined: JoinedFiles, { terminal, json }: Call): void {
  if (json) terminal.out(JSON.stringify({ items: [], diagnostics: atFiles(diagnostics, joined) }, null, 2));
  else for (const view of diagnostics) terminal.out(diagnosticText(joined.atFile(view), terminal.style));
}

function atFiles(diagnostics: readonly DiagnosticView[], joined: JoinedFiles): readonly unknown[] {
  return diagnostics.map((view) => {
    const { file, diagnostic } = joined.atFile(view);
    return { file: file.name, ...view, line: diagnostic.span.line, endLine: diagnostic.span.endLine };
  });
}
