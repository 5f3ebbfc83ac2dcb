// Finds the end of `${ … }` the way the CEL lexer reads it, so that braces and quotes inside are fine.
// The library's rules are followed to the letter, because it parses what is found here: a backslash skips the
// next character in every string, raw ones too; `//` runs to the end of the line.

/** Where an expression that starts at `from` ends (the offset of its `}`), or why it does not. */
export type ExpressionEnd =
  | { readonly kind: "closed"; readonly at: number }
  | { readonly kind: "unclosed" | "openString"; readonly at: number };

/** Scans from the first character after `${`. */
export function findExpressionEnd(text: string, from: number): ExpressionEnd {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const character = text[at];
    if (character === '"' || character === "'") {
      const end = findStringEnd(text, at, character);
      if (end === undefined) return { kind: "openString", at };
      at = end;
      continue;
    }
    if (character === "}" && depth === 0) return { kind: "closed", at };
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    at = character === "/" && text[at + 1] === "/" ? findLineEnd(text, at) : at + 1;
  }

  return { kind: "unclosed", at: text.length };
}

/** The offset after the closing quote, undefined when there is none. */
function findStringEnd(text: string, start: number, quote: string): number | undefined {
  const isTriple = text[start + 1] === quote && text[start + 2] === quote;
  const closing = isTriple ? quote.repeat(3) : quote;
  let at = start + closing.length;
  while (at < text.length) {
    if (text.startsWith(closing, at)) return at + closing.length;
    if (!isTriple && (text[at] === "\n" || text[at] === "\r")) return undefined;
    at += text[at] === "\\" ? 2 : 1;
  }

  return undefined;
}

function findLineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);

  return end === -1 ? text.length : end;
}
