import { type Cursor, NESTING_MAX, NotUnderstood } from "./cursor.ts";
import type { Query, QueryOperator } from "./query.ts";

/** Binary operators of a language by how tightly they bind, loosest first, with what each is in ours. */
export type OperatorLevels = readonly Readonly<Record<string, QueryOperator>>[];

/** Parses operands with binary operators between them; all associate to the left. */
export function parseOperators(cursor: Cursor, levels: OperatorLevels, parseOperand: () => Query): Query {
  const [loosest, ...tighter] = levels;
  if (loosest === undefined) return parseOperand();

  let query = parseOperators(cursor, tighter, parseOperand);
  for (let count = 0; Object.hasOwn(loosest, cursor.peek().text) && cursor.peek().kind !== "text"; count += 1) {
    if (count > NESTING_MAX) throw new NotUnderstood("it is too long");
    const operator = loosest[cursor.next().text] ?? "==";
    query = { kind: "binary", operator, left: query, right: parseOperators(cursor, tighter, parseOperand) };
  }
  return query;
}

/** Parses an operand that may have a sign before it. */
export function parseSigned(cursor: Cursor, parseOperand: () => Query): Query {
  return cursor.take("-") ? { kind: "negative", of: parseSigned(cursor, parseOperand) } : parseOperand();
}
