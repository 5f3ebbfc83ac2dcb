import { type Cursor, cursorOf, NotUnderstood } from "./cursor.ts";
import { type Query, unknown } from "./query.ts";

/** Parses a whole source. What is not understood becomes a query that says so; nothing is thrown. */
export function parseWhole(source: string, parse: (cursor: Cursor) => Query): Query {
  try {
    const cursor = cursorOf(source);
    const query = parse(cursor);
    const rest = cursor.peek();
    return rest.kind === "end" ? query : unknown(`"${rest.text}" has no counterpart here`);
  } catch (error) {
    if (error instanceof NotUnderstood) return unknown(error.message);
    // A parser that calls itself too deeply ends here too.
    return unknown("it cannot be read");
  }
}
