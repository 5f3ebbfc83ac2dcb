import { expressionOf } from "../term/render-term.ts";
import { literal, type Term } from "../term/term.ts";

/** A condition; what cannot be said is never true. */
export function boolText(term: Term): string {
  return expressionOf(term.kind === "literal" && typeof term.value !== "boolean" ? literal(false) : term);
}
