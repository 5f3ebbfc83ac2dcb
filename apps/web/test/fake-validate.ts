import type { DiagnosticView, ValidateView } from "@skald/shared";

/** Two checks, enough to see how findings look: a `next` that names no state, and a tab. */
export function validate(source: string): ValidateView {
  const lines = source.split("\n");
  const states = new Set(lines.flatMap((line) => /^ {2}(\w+):/.exec(line)?.[1] ?? []));
  const diagnostics: DiagnosticView[] = [];
  for (const [index, line] of lines.entries()) {
    const next = /next: (\w+)/.exec(line);
    if (next?.[1] !== undefined && !states.has(next[1]))
      diagnostics.push(finding({ text: line, line: index + 1, column: next.index + 7 }, next[1], [...states]));
  }
  const documents = [
    { kind: "saga", namespace: "shop", name: "order", version: "2.1.0", hash: diagnostics.length === 0 ? "sha256:order" : null },
  ];
  return { valid: diagnostics.length === 0, diagnostics, documents };
}

interface Place {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

function finding({ text, line, column }: Place, name: string, states: readonly string[]): DiagnosticView {
  const suggestion = states.find((state) => state.startsWith(name.slice(0, 3))) ?? null;
  return {
    code: "UNKNOWN_STATE",
    severity: "error",
    message: `No state is called "${name}".${suggestion === null ? "" : ` Did you mean "${suggestion}"?`}`,
    line,
    column,
    endLine: line,
    endColumn: column + name.length,
    document: 0,
    suggestion,
    remedy: "Name a state of this document, or add it.",
    caret: `${text}\n${" ".repeat(column - 1)}${"^".repeat(name.length)}`,
  };
}
