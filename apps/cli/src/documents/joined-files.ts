import type { Diagnostic } from "@skald/dsl";
import type { DiagnosticView } from "@skald/shared";
import type { ToldDiagnostic } from "./diagnostic-text.ts";
import type { DocumentFile } from "./read-documents.ts";

/** Files as one text for an upload, and the way back from its lines. */
export interface JoinedFiles {
  readonly text: string;
  /** A diagnostic of the text at its place in the file it came from. */
  atFile(view: DiagnosticView): ToldDiagnostic;
}

/** Joins files with `---` between them: all documents are stored, or none. */
export function joinFiles(files: readonly DocumentFile[]): JoinedFiles {
  const starts: { readonly file: DocumentFile; readonly before: number }[] = [];
  let text = "";
  for (const { name, text: own } of files) {
    if (text !== "") text += text.endsWith("\n") ? "---\n" : "\n---\n";
    const file = { name, text: own.replace(/^\ufeff/, "") };
    starts.push({ file, before: text.split("\n").length - 1 });
    text += file.text;
  }

  return {
    text,
    atFile: (view) => {
      const { file, before } = starts.findLast((start) => start.before < view.line) ?? { file: { name: "", text }, before: 0 };
      return { file, diagnostic: diagnosticFromView(view, before), remedy: view.remedy };
    },
  };
}

function diagnosticFromView({ severity, message, suggestion, document, ...view }: DiagnosticView, linesBefore: number): Diagnostic {
  const { line, column, endLine, endColumn } = view;
  // A newer engine may know codes this one does not; a code is only printed here.
  const code = view.code as Diagnostic["code"];
  const span = { start: 0, end: 0, line: line - linesBefore, column, endLine: endLine - linesBefore, endColumn };

  return { code, severity, message, span, document, ...(suggestion === null ? {} : { suggestion }) };
}
