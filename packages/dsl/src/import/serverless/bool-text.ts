import { celOf, expressionOf } from "../term/render-term.ts";
import { literal, type Term } from "../term/term.ts";

/** A condition in braces. */
export function boolText(term: Term): string {
  return expressionOf(boolTerm(term));
}

/** A condition in CEL. */
export function boolCel(term: Term): string {
  return celOf(boolTerm(term));
}

// What cannot be said is never true.
function boolTerm(term: Term): Term {
  return term.kind === "literal" && typeof term.value !== "boolean" ? literal(false) : term;
}
