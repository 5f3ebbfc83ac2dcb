"use client";

import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { tags } from "@lezer/highlight";
import type { DiagnosticView } from "@skald/shared";
import { basicSetup, EditorView } from "codemirror";
import { useEffect, useRef } from "react";

export interface YamlEditorProps {
  readonly initial: string;
  readonly diagnostics: readonly DiagnosticView[];
  readonly onChange: (source: string) => void;
  /** A place to go to; a new object goes there again. */
  readonly jump: { readonly line: number; readonly column: number } | null;
}

/** The editor. Findings are underlined where they are and told on hover. */
export function YamlEditor({ initial, diagnostics, onChange, jump }: YamlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const change = useRef(onChange);
  const first = useRef(initial);

  // Hands the newest closure to the editor, which outlives a render.
  useEffect(() => {
    change.current = onChange;
  });

  // Talks to CodeMirror, which owns its part of the page.
  useEffect(() => {
    if (host.current === null) return;

    const editor = new EditorView({
      doc: first.current,
      parent: host.current,
      extensions: [
        basicSetup,
        yaml(),
        lintGutter(),
        syntaxHighlighting(HIGHLIGHT),
        THEME,
        EditorView.cspNonce.of(document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? ""),
        EditorView.contentAttributes.of({ "aria-label": "Document in YAML", tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) change.current(update.state.doc.toString());
        }),
      ],
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  // Talks to CodeMirror: shows the newest findings.
  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, placed(editor, diagnostics)));
  }, [diagnostics]);

  // Talks to CodeMirror: goes where a finding was clicked.
  useEffect(() => {
    const editor = view.current;
    if (editor === null || jump === null) return;

    const anchor = offsetOf(editor, jump.line, jump.column);
    editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    editor.focus();
  }, [jump]);

  return <div className="h-full min-h-0 overflow-hidden" ref={host} />;
}

function placed(editor: EditorView, diagnostics: readonly DiagnosticView[]): Diagnostic[] {
  return diagnostics.map((found) => {
    const from = offsetOf(editor, found.line, found.column);
    return {
      from,
      to: Math.max(from, offsetOf(editor, found.endLine, found.endColumn)),
      severity: found.severity,
      source: found.code,
      message: `${found.message} ${found.remedy}`,
    };
  });
}

// A finding may be older than the text.
function offsetOf(editor: EditorView, line: number, column: number): number {
  const { doc } = editor.state;
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(at.from + Math.max(column - 1, 0), at.to);
}

const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--run)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--undo)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--muted)" },
]);

const THEME = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--surface)", color: "var(--text)", fontSize: "13px" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-geist-mono), monospace", lineHeight: "1.6" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--sunken) 60%, transparent)" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--run-bg)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--surface)", color: "var(--text)", border: "1px solid var(--line)" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--bad)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--wait)" },
});
