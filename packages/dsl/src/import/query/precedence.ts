import { type Cursor, NESTING_MAX, NotUnderstood } from "./cursor.ts";
import type { Query, QueryOperator } from "./query.ts";

/** Binary operators of a language by how tightly they bind, loosest first, with what each is in ours. */
export type OperatorLevels = readonly ReadonlyMap<string, QueryOperator>[];

/** Comparisons that are written alike everywhere; equality is not. */
export const ORDER: readonly (readonly [string, QueryOperator])[] = [
  ["!=", "!="],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
];

/** The two tightest levels of every language. */
export const ARITHMETIC: OperatorLevels = [
  new Map([
    ["+", "+"],
    ["-", "-"],
  ]),
  new Map([
    ["*", "*"],
    ["/", "/"],
    ["%", "%"],
  ]),
];

/** Parses operands with binary operators between them; all associate to the left. */
export function parseOperators(cursor: Cursor, levels: OperatorLevels, parseOperand: () => Query): Query {
  const [loosest, ...tighter] = levels;
  if (loosest === undefined) return parseOperand();

  let query = parseOperators(cursor, tighter, parseOperand);
  let count = 0;
  for (let operator = takeOperator(cursor, loosest); operator !== undefined; operator = takeOperator(cursor, loosest)) {
    count += 1;
    if (count > NESTING_MAX) throw new NotUnderstood("it is too long");
    query = { kind: "binary", operator, left: query, right: parseOperators(cursor, tighter, parseOperand) };
  }
  return query;
}

function takeOperator(cursor: Cursor, level: ReadonlyMap<string, QueryOperator>): QueryOperator | undefined {
  const { kind, text } = cursor.peek();
  const operator = kind === "mark" || kind === "name" ? level.get(text) : undefined;
  if (operator !== undefined) cursor.next();

  return operator;
}

/** Parses an operand that may have a sign before it. */
export function parseSigned(cursor: Cursor, parseOperand: () => Query): Query {
  return cursor.take("-") ? { kind: "negative", of: parseSigned(cursor, parseOperand) } : parseOperand();
}
