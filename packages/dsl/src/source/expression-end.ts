// The source stage runs before expressions are known; it only needs to see where one ends.

/** The offset of the `}` that closes the `${` whose inside begins at `from`; -1 when nothing before `limit` does. */
export function expressionEnd(text: string, from: number, limit: number): number {
  let depth = 0;
  let at = from;
  while (at < limit) {
    const character = text[at];
    if (character === "}" && depth === 0) return at;
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    at = nextAt(text, at, limit);
  }
  return -1;
}

function nextAt(text: string, at: number, limit: number): number {
  const character = text[at];
  if (character === "'" || character === '"') return stringEnd(text, at, limit);
  if (character !== "/" || text[at + 1] !== "/") return at + 1;

  const lineEnd = text.indexOf("\n", at);
  return lineEnd === -1 ? limit : lineEnd;
}

// As the lexer of the language has it: a backslash skips the next character in every string, and only a string
// in three quotes may hold a line break. A string that is not closed swallows the rest.
function stringEnd(text: string, open: number, limit: number): number {
  const quote = text.charAt(open);
  const closing = text.startsWith(quote.repeat(3), open) ? quote.repeat(3) : quote;
  for (let at = open + closing.length; at < limit; at += 1) {
    if (text.startsWith(closing, at)) return at + closing.length;
    if (closing.length === 1 && text[at] === "\n") return limit;
    if (text[at] === "\\") at += 1;
  }
  return limit;
}

/** The offset of the first `${` that is not closed, `$${` aside; -1 when all are. */
export function findUnclosed(text: string): number {
  let at = text.indexOf("${");
  while (at !== -1) {
    if (text[at - 1] === "$") {
      at = text.indexOf("${", at + 2);
      continue;
    }
    const end = expressionEnd(text, at + 2, text.length);
    if (end === -1) return at;
    at = text.indexOf("${", end);
  }
  return -1;
}
