import { canonicalJson, type ValidateView } from "@skald/shared";
import { compileFamily } from "./compile-family.ts";
import { toView } from "./diagnostics/view.ts";
import { canonicalDocument } from "./model/canonical.ts";
import { memberOf, writtenAt } from "./model/read-json.ts";
import { type ValidatedDocument, type ValidateOptions, validateText, verdictOf } from "./validate-text.ts";

/** What finds other documents and what can run, and how a content is hashed: SHA-256 in hex. */
export interface ValidationViewOptions extends ValidateOptions {
  readonly sha256: (text: string) => string;
}

/** Everything that can be said about a text, as `POST /definitions/validate` answers it. Nothing is thrown whatever the text. */
export function validationView(text: string, { sha256, ...options }: ValidationViewOptions): ValidateView {
  const { documents, diagnostics } = validateText(text, { many: true, ...options });

  return {
    valid: verdictOf(diagnostics) === "valid",
    diagnostics: diagnostics.map((diagnostic) => toView(diagnostic, text)),
    documents: documents.map((document) => ({ ...headOf(document), hash: hashOf(document, documents, sha256) })),
  };
}

/** Null when the document has an error, or starts a saga that is not in the text. */
function hashOf(document: ValidatedDocument, documents: readonly ValidatedDocument[], sha256: (text: string) => string): string | null {
  if (document.model === null) return null;
  if (document.kind === "service") return `sha256:${sha256(canonicalJson(canonicalDocument(document.model)))}`;

  return compileFamily(document, { documents, sha256 })?.definition.hash ?? null;
}

/** What a document says of itself, also where it has mistakes. */
function headOf({ kind, model, source }: ValidatedDocument): Omit<ValidateView["documents"][number], "hash"> {
  if (model !== null) return { kind, namespace: model.namespace, name: model.name, version: model.version };

  const head = memberOf(source.value, "document");
  return { kind, namespace: writtenAt(head, "namespace") || "default", name: writtenAt(head, "name"), version: writtenAt(head, "version") };
}
