import { mayGive } from "../query/check-cel.ts";
import { celOf } from "../term/render-term.ts";
import { NOTHING } from "../term/term.ts";
import { conditionAt, type Place, tellAt } from "./place.ts";

/** A condition of the source in braces. */
export function conditionText(text: string, place: Place): string {
  return `\${ ${conditionCel(text, place)} }`;
}

/** A condition of the source in CEL. What cannot be said, or is no condition, is never true. */
export function conditionCel(text: string, place: Place): string {
  const term = conditionAt(text, place);
  const cel = celOf(term);
  if (mayGive(cel, "bool")) return cel;

  // That it cannot be said is told by who tried.
  if (term !== NOTHING)
    tellAt(place, "dropped", [`"${text.trim().slice(0, 120)}" is neither true nor false; it is never true here.`, "Write a condition."]);
  return "false";
}
