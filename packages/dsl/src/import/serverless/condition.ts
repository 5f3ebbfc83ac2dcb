import { celOf } from "../term/render-term.ts";
import { literal, type Term } from "../term/term.ts";
import { conditionAt, type Place } from "./place.ts";

/** A condition of the source in braces. */
export function conditionText(text: string, place: Place): string {
  return `\${ ${conditionCel(text, place)} }`;
}

/** A condition of the source in CEL. */
export function conditionCel(text: string, place: Place): string {
  return celOf(boolTerm(conditionAt(text, place)));
}

// What cannot be said, or is no condition, is never true.
function boolTerm(term: Term): Term {
  return term.kind === "cel" || (term.kind === "literal" && typeof term.value === "boolean") ? term : literal(false);
}
