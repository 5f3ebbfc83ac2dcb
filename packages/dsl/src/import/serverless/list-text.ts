import { expressionOf } from "../term/render-term.ts";
import { listOf, type Term } from "../term/term.ts";

/** A list to go through; what cannot be one has no items. */
export function listText(term: Term): string {
  const isList = term.kind === "cel" || term.kind === "list" || (term.kind === "literal" && Array.isArray(term.value));

  return expressionOf(isList ? term : listOf([]));
}
