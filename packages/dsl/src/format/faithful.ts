import { canonicalJson, type Json } from "@skald/shared";
import { canonicalDocument } from "../model/canonical.ts";
import { memberOf, textAt } from "../model/read-json.ts";
import { sagaModel } from "../model/saga-document.ts";
import { serviceModel } from "../model/service-document.ts";
import { readSources } from "../source/read-sources.ts";
import { commentTexts } from "./read/read-written.ts";

/** Whether two texts hold the same values and comments, whatever the order of fields, and the same canonical documents. */
export function isFaithful(before: string, after: string): boolean {
  const from = readSources(before, { many: true });
  const to = readSources(after, { many: true });
  if (to.diagnostics.length > 0) return false;

  return (
    meaningOf(from.sources.map(({ value }) => value)) === meaningOf(to.sources.map(({ value }) => value)) &&
    sortedComments(before) === sortedComments(after)
  );
}

// The model alone would not do: it leaves out what it does not know, and a wrong field is to stay as well.
function meaningOf(documents: readonly Json[]): string {
  return canonicalJson([documents, documents.map(canonicalOf)]);
}

function canonicalOf(document: Json): Json {
  const kind = textAt(memberOf(document, "document"), "kind");
  if (kind === "saga") return canonicalDocument(sagaModel(document));

  return kind === "service" ? canonicalDocument(serviceModel(document)) : null;
}

function sortedComments(text: string): string {
  return commentTexts(text).toSorted().join("\n");
}
