import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { readSources } from "../source/read-sources.ts";
import { arrange } from "./arrange.ts";
import { isFaithful } from "./faithful.ts";
import { printJson } from "./print/print-json.ts";
import { printYaml } from "./print/print-yaml.ts";
import { quoteExpressions } from "./quote-expressions.ts";
import { readWritten } from "./read/read-written.ts";

/** A text in its canonical form, or why it is left as it is. */
export type Formatted =
  | { readonly kind: "formatted"; readonly text: string }
  /** It cannot be read; nothing of it would be safe. */
  | { readonly kind: "invalid"; readonly diagnostics: readonly Diagnostic[]; readonly text: string }
  /** Written anew it would mean something else, or lose a comment. */
  | { readonly kind: "unfaithful" };

export interface FormatOptions {
  /** Whether expressions that YAML would cut are put into quotes first. */
  readonly fix?: boolean;
}

/**
 * Writes documents of either kind in their canonical form: fields in the order of the schema, comments kept at what
 * they are about. JSON stays JSON. The result means the same and is its own canonical form, else there is none.
 * The diagnostics of an invalid text are about the text given with them, which `fix` may have changed.
 */
export function formatText(text: string, { fix = false }: FormatOptions = {}): Formatted {
  const { diagnostics } = readSources(text, { many: true });
  if (fix && diagnostics.some(({ code }) => code === "QUOTE_EXPRESSION")) return formatText(quoteExpressions(text));
  if (diagnostics.length > 0) return { kind: "invalid", diagnostics, text };

  const body = text.replace(/^\ufeff/, "");
  const formatted = isJson(body) ? jsonText(body) : yamlText(body);

  return isFaithful(body, formatted) ? { kind: "formatted", text: formatted } : { kind: "unfaithful" };
}

function yamlText(text: string): string {
  const documents = readWritten(text).map(({ root, comments }) => printYaml(arrange(root), comments));

  return `${documents.map((lines) => lines.join("\n")).join("\n---\n")}\n`;
}

function jsonText(text: string): string {
  return `${readWritten(text)
    .map(({ root }) => printJson(arrange(root)))
    .join("\n")}\n`;
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // YAML in braces, which is read as YAML.
  }
}
