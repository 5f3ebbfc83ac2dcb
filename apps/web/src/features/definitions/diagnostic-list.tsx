import type { DiagnosticView, ValidateView } from "@skald/shared";
import { TONE_CLASSES } from "#lib/faces.ts";
import { visibleText } from "#lib/text.ts";
import { Empty } from "#ui/status/states.tsx";
import { StatusIcon } from "#ui/status/status-icon.tsx";

interface DiagnosticListProps {
  readonly result: ValidateView | null;
  readonly diagnostics: readonly DiagnosticView[];
  readonly jump: (place: { readonly line: number; readonly column: number }) => void;
}

/** Each finding in full; its place is a button into the text. */
export function DiagnosticList({ result, diagnostics, jump }: DiagnosticListProps) {
  if (result === null) return <Empty title="Nothing to check yet">A saga or a service, in YAML or JSON. Nothing is uploaded.</Empty>;
  if (diagnostics.length === 0)
    return (
      <Empty title="No findings">
        {result.documents.map((document) => (
          <p key={`${document.namespace}/${document.name}`}>
            {document.kind} {document.namespace}/{document.name} {document.version}
          </p>
        ))}
      </Empty>
    );

  return (
    <ol aria-label="Findings" className="divide-y divide-line">
      {diagnostics.map((found) => (
        <li className="space-y-1.5 px-4 py-3 text-[13px]" key={`${found.code}:${found.line}:${found.column}:${found.message}`}>
          <p
            className={`flex flex-wrap items-center gap-x-2 font-medium ${TONE_CLASSES[found.severity === "error" ? "bad" : "wait"].text}`}
          >
            <StatusIcon name={found.severity === "error" ? "cross" : "exclamation"} size={14} />
            {found.severity === "error" ? "Error" : "Warning"} <span className="font-mono text-[12px]">{found.code}</span>
            <button
              className="ml-auto font-mono text-[12px] text-accent underline underline-offset-2"
              onClick={() => jump({ line: found.line, column: found.column })}
              type="button"
            >
              {found.line}:{found.column}
            </button>
          </p>
          <p className="break-words">{visibleText(found.message)}</p>
          <pre
            className="overflow-x-auto rounded bg-sunken p-2 font-mono text-[12px] leading-normal"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a line that scrolls must be reachable by keyboard
            tabIndex={0}
          >
            {visibleText(found.caret)}
          </pre>
          <p className="break-words text-muted">
            {visibleText(found.remedy)}
            {found.suggestion !== null && ` Suggested: ${visibleText(found.suggestion)}`}
          </p>
        </li>
      ))}
    </ol>
  );
}
