import { canonicalJson } from "@skald/shared";
import type { Term } from "./term.ts";

// A memo: it can change no answer.
const known = new WeakMap<Term, string>();

/** Two terms with one key are the same value. */
export function keyOfTerm(term: Term): string {
  const found = known.get(term);
  if (found !== undefined) return found;

  const key = keyFrom(term);
  known.set(term, key);
  return key;
}

function keyFrom(term: Term): string {
  switch (term.kind) {
    case "cel":
      return `c${JSON.stringify(term.text)}`;
    case "literal":
      return `l${canonicalJson(term.value)}`;
    case "object":
      return `o{${[...term.members].map(([name, member]) => `${JSON.stringify(name)}:${keyOfTerm(member)}`).join(",")}}`;
    case "list":
      return `a[${term.items.map(keyOfTerm).join(",")}]`;
    case "text":
      return `t[${term.parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : keyOfTerm(part))).join(",")}]`;
    case "layers":
      return `y[${term.layers.map(keyOfTerm).join(",")}]`;
  }
}
