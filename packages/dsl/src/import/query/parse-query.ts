import { type Cursor, cursorOf } from "./cursor.ts";
import { type Query, unknown } from "./query.ts";

/** Parses a whole source. What is not understood becomes a query that says so; nothing is thrown. */
export function parseWhole(source: string, parse: (cursor: Cursor) => Query): Query {
  try {
    const cursor = cursorOf(source);
    const query = parse(cursor);
    const rest = cursor.peek();
    return rest.kind === "end" ? query : unknown(`"${rest.text}" has no counterpart here`);
  } catch (error) {
    // What is not understood, or a parser that called itself too deeply.
    return unknown((error as Error).message);
  }
}
