import type { Random } from "./random.ts";

/** What is put into a text to break it: signs of YAML, of CEL, and words of the language where they do not belong. */
export const PIECES = [
  ...["${", "}", "{", "[", "]", ",", ":", ": ", " #", "#", "'", '"', "|", ">", "&a ", "*a", "!", "!!str ", "<<: ", "? ", "- ", "  "],
  ...["---\n", "...\n", "%YAML 1.1\n", "\t", "\n", "\r\n", "\r", "\u0000", "\ud800", "\ufeff", "\u202e", "\u0085", "//", "/*"],
  ...["__proto__", "constructor", "toString", "true", "null", "~", ".inf", "1e400", "9007199254740993", "-0", "0x10", "1e-400"],
  ...["type: ", "next: ", "states: ", "steps.", "input.", "vars.", "secrets.", "env.", "has(", ")", "a.b.c", "1 + 1", "? 'a' : 'b'", "&&"],
  ...["retry: {}", "catch: []", "call: {}", "compensate: true", "kind: pivot", "for: 1s", "only: [a]", "end: true", "join: any"],
  ...["type: parallel", "type: forEach", "type: listen", "type: transaction", "type: saga", "type: human", "branches: {}", "body: {}"],
  ...["cases: []", "participants: []", "triggers: []", "assertions: []", "lock: {}", "item.", "participants.", "$ref: '#'", "url: file:"],
] as const satisfies readonly [string, ...string[]];

const EDITS_MAX = 4;
const CUT_MAX = 24;

/** A text in which a few stretches are cut out, replaced or told twice. */
export function mutateText(text: string, random: Random): string {
  let mutant = text;
  for (let edits = 1 + random.below(EDITS_MAX); edits > 0; edits -= 1) {
    const at = random.below(mutant.length + 1);
    const end = at + random.below(CUT_MAX);
    mutant = mutant.slice(0, at) + pieceFor(mutant, random) + mutant.slice(end);
  }
  return mutant;
}

function pieceFor(text: string, random: Random): string {
  const kind = random.below(8);
  if (kind === 0) return "";
  if (kind === 1) return String.fromCharCode(random.below(0x10000));
  if (kind > 2) return random.pick(PIECES);

  const from = random.below(text.length + 1);
  return text.slice(from, from + random.below(60));
}
