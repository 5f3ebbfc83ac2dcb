import { type Cursor, NESTING_MAX, NotUnderstood, require } from "./cursor.ts";
import { parseIntrinsic } from "./intrinsic.ts";
import { parseWhole } from "./parse-query.ts";
import { memberQuery, type Query, type QueryOperator } from "./query.ts";

/** JSONPath as the Amazon States Language has it, and its intrinsic functions. Roots: `$`, `$$`, and variables by `$name`. */
export function parseJsonPath(source: string): Query {
  return parseWhole(source, (cursor) => parseValue(cursor, 0));
}

function parseValue(cursor: Cursor, depth: number): Query {
  if (depth > NESTING_MAX) throw new NotUnderstood("it is nested too deeply");
  const first = cursor.peek();
  if (first.kind === "name" && first.text === "States") return parseIntrinsic(cursor, (inner) => parseValue(inner, depth + 1));
  if (first.kind === "number" || (first.text === "-" && cursor.peek(1).kind === "number")) return parseNumber(cursor);
  if (first.kind === "text") return { kind: "literal", value: cursor.next().text };
  if (first.kind === "name" && ["true", "false", "null"].includes(first.text))
    return { kind: "literal", value: JSON.parse(cursor.next().text) };

  return parsePath(cursor, depth);
}

/** A path, from its root on. */
function parsePath(cursor: Cursor, depth: number): Query {
  const first = cursor.next();
  const isRoot = first.kind === "variable" || first.text === "$" || first.text === "@";
  if (!isRoot) throw new NotUnderstood(`"${first.text}" begins no path`);

  return parseSteps(cursor, { kind: "root", name: first.text }, depth);
}

function parseSteps(cursor: Cursor, start: Query, depth: number): Query {
  let query = start;
  for (let count = 0; ; count += 1) {
    if (count > NESTING_MAX) throw new NotUnderstood("it is nested too deeply");
    if (cursor.peek().text === "..") throw new NotUnderstood('".." searches all levels');
    if (cursor.take(".")) query = parseDotted(cursor, query);
    else if (cursor.take("[")) query = parseBracket(cursor, query, depth);
    else return query;
    if (query.kind === "each") return parseRest(cursor, query, depth);
  }
}

function parseDotted(cursor: Cursor, of: Query): Query {
  // A dot before a bracket is no JSONPath, but it is written and it works.
  if (cursor.peek().text === "[") return of;
  const name = cursor.next();
  if (name.text === "*") throw new NotUnderstood('".*" takes all members');
  if (name.kind !== "name") throw new NotUnderstood(`"${name.text}" is no name of a member`);
  if (name.text === "length" && cursor.take("(")) {
    require(cursor, ")");
    return { kind: "call", name: "size", given: [of] };
  }
  // Names with hyphens are no JSONPath, but they are written and they work.
  let text = name.text;
  while (
    cursor.peek().text === "-" &&
    !cursor.peek().isApart &&
    ["name", "number"].includes(cursor.peek(1).kind) &&
    !cursor.peek(1).isApart
  ) {
    cursor.next();
    text += `-${cursor.next().text}`;
  }
  return memberQuery(of, text);
}

function parseBracket(cursor: Cursor, of: Query, depth: number): Query {
  if (cursor.take("*")) {
    require(cursor, "]");
    return { kind: "each", what: "map", of, item: itemName(depth), body: { kind: "root", name: itemName(depth) } };
  }
  if (cursor.take("?")) return parseFilter(cursor, of, depth);
  const text = cursor.peek();
  if (text.kind === "text") {
    cursor.next();
    require(cursor, "]");
    return memberQuery(of, text.text);
  }
  const index = parseNumber(cursor);
  if (!cursor.take("]")) throw new NotUnderstood("a part of a list cannot be taken");

  return { kind: "index", of, index };
}

// What follows `[*]` or a filter is read of every item.
function parseRest(cursor: Cursor, each: Extract<Query, { kind: "each" }>, depth: number): Query {
  if (![".", "["].includes(cursor.peek().text)) return each.what === "map" && each.body.kind === "root" ? each.of : each;
  if (each.what === "filter" && cursor.peek().text === "[")
    return parseSteps(cursor, { kind: "index", of: each, index: parseIndexed(cursor) }, depth);

  const body = parseSteps(cursor, { kind: "root", name: each.item }, depth + 1);
  if (body.kind === "each") throw new NotUnderstood("the items of several lists in one list have no counterpart");
  return each.what === "map" ? { ...each, body } : { kind: "each", what: "map", of: each, item: each.item, body };
}

function parseIndexed(cursor: Cursor): Query {
  require(cursor, "[");
  const index = parseNumber(cursor);
  require(cursor, "]");

  return index;
}

const OPERATORS: readonly string[] = ["==", "!=", "<=", ">=", "<", ">"];

function parseFilter(cursor: Cursor, of: Query, depth: number): Query {
  require(cursor, "(");
  const item = itemName(depth);
  const body = parseAny(cursor, item, depth + 1);
  require(cursor, ")");
  require(cursor, "]");

  return { kind: "each", what: "filter", of, item, body };
}

function parseAny(cursor: Cursor, item: string, depth: number): Query {
  let query = parseComparison(cursor, item, depth);
  for (let operator = logicAt(cursor); operator !== null; operator = logicAt(cursor))
    query = { kind: "binary", operator, left: query, right: parseComparison(cursor, item, depth) };

  return query;
}

function logicAt(cursor: Cursor): QueryOperator | null {
  if (cursor.take("&&")) return "&&";

  return cursor.take("||") ? "||" : null;
}

function parseComparison(cursor: Cursor, item: string, depth: number): Query {
  const left = withItem(parseValue(cursor, depth), item);
  const operator = OPERATORS.find((each) => cursor.take(each));
  if (operator === undefined) return { kind: "isPresent", of: left };

  return { kind: "binary", operator: operator as QueryOperator, left, right: withItem(parseValue(cursor, depth), item) };
}

function withItem(query: Query, item: string): Query {
  if (query.kind === "root") return query.name === "@" ? { kind: "root", name: item } : query;
  if (query.kind === "member" || query.kind === "index") return { ...query, of: withItem(query.of, item) };

  return query;
}

function parseNumber(cursor: Cursor): Query {
  const sign = cursor.take("-") ? -1 : 1;
  const number = cursor.next();
  if (number.kind !== "number") throw new NotUnderstood(`"${number.text}" is no index`);

  return { kind: "literal", value: sign * Number(number.text) };
}

/** The name of an item in a comprehension; each level has its own. */
function itemName(depth: number): string {
  return depth === 0 ? "each" : `each${depth}`;
}
