import { type Cursor, NESTING_MAX, NotUnderstood, parseSeparated, require } from "./cursor.ts";
import { jsonataCall } from "./jsonata-call.ts";
import { parseWhole } from "./parse-query.ts";
import { ARITHMETIC, type OperatorLevels, ORDER, parseOperators, parseSigned } from "./precedence.ts";
import { memberQuery, pathOf, type Query } from "./query.ts";

/** The simple part of JSONata: paths, operators, literals, predicates and the functions CEL has too. */
export function parseJsonata(source: string): Query {
  return parseWhole(source, (cursor) => parseExpression(cursor, { depth: 0, item: null }));
}

interface Place {
  readonly depth: number;
  /** Inside a predicate: the item that bare names are members of. */
  readonly item: string | null;
}

const LEVELS: OperatorLevels = [
  new Map([["or", "||"]]),
  new Map([["and", "&&"]]),
  new Map([["=", "=="], ...ORDER, ["in", "in"]]),
  new Map([["&", "join"]]),
  ...ARITHMETIC,
];

function parseExpression(cursor: Cursor, place: Place): Query {
  if (place.depth > NESTING_MAX) throw new NotUnderstood("it is nested too deeply");
  const deeper = { ...place, depth: place.depth + 1 };
  const query = parseOperators(cursor, LEVELS, () => parseOperand(cursor, deeper));
  if (!cursor.take("?")) return query;

  const yes = parseExpression(cursor, deeper);
  const no: Query = cursor.take(":") ? parseExpression(cursor, deeper) : { kind: "literal", value: null };
  return { kind: "choose", test: query, yes, no };
}

function parseOperand(cursor: Cursor, place: Place): Query {
  return parseSigned(cursor, () => parseSteps(cursor, parseStart(cursor, place), place));
}

function parseStart(cursor: Cursor, place: Place): Query {
  const first = cursor.next();
  switch (first.kind) {
    case "number":
      return { kind: "literal", value: Number(first.text) };
    case "text":
      return { kind: "literal", value: first.text };
    case "variable":
      return cursor.take("(") ? parseCall(cursor, first.text, place) : { kind: "root", name: first.text };
    case "name":
      if (["true", "false", "null"].includes(first.text)) return { kind: "literal", value: JSON.parse(first.text) };
      if (cursor.peek().text === "(") throw new NotUnderstood(`"${first.text}(…)" has no counterpart`);
      return ownMember(place, first.text);
    case "quoted":
      return ownMember(place, first.text);
    case "mark":
      return parseBracketed(cursor, first.text, place);
    case "end":
      throw new NotUnderstood("it ends too early");
  }
}

// A bare name is a member of what is looked at: the item of a predicate, or the whole input.
function ownMember({ item }: Place, name: string): Query {
  return memberQuery({ kind: "root", name: item ?? "$" }, name);
}

function parseBracketed(cursor: Cursor, mark: string, place: Place): Query {
  if (mark === "(") {
    const query = parseExpression(cursor, place);
    if (cursor.peek().text === ";" || cursor.peek().text === ":=") throw new NotUnderstood("a block with variables has no counterpart");
    require(cursor, ")");
    return query;
  }
  if (mark === "[") return { kind: "list", items: parseItems(cursor, "]", place) };
  if (mark === "{") return parseObject(cursor, place);
  if (mark === "$") return { kind: "root", name: place.item ?? "$" };

  throw new NotUnderstood(`"${mark}" has no counterpart here`);
}

function parseItems(cursor: Cursor, close: string, place: Place): readonly Query[] {
  return parseSeparated(cursor, close, () => {
    const item = parseExpression(cursor, place);
    if (cursor.peek().text === "..") throw new NotUnderstood("a range has no counterpart");
    return item;
  });
}

function parseObject(cursor: Cursor, place: Place): Query {
  const members = parseSeparated(cursor, "}", (): readonly [string, Query] => {
    const key = cursor.next();
    if (key.kind !== "text") throw new NotUnderstood("a computed name of a member has no counterpart");
    require(cursor, ":");
    return [key.text, parseExpression(cursor, place)];
  });

  return { kind: "object", members };
}

function parseCall(cursor: Cursor, name: string, place: Place): Query {
  const given = parseItems(cursor, ")", place);

  return jsonataCall(name.slice(1), given);
}

function parseSteps(cursor: Cursor, start: Query, place: Place): Query {
  let query = start;
  for (let count = 0; count <= NESTING_MAX; count += 1) {
    if (cursor.take(".")) {
      const name = cursor.next();
      if (!["name", "quoted", "text"].includes(name.kind)) throw new NotUnderstood(`"${name.text}" behind a dot has no counterpart`);
      query = query.kind === "each" ? eachMember(query, name.text) : memberQuery(query, name.text);
    } else if (cursor.take("[")) query = parsePredicate(cursor, query, place);
    else if (cursor.peek().text === "~>" || cursor.peek().text === "^")
      throw new NotUnderstood(`"${cursor.peek().text}" has no counterpart`);
    else return query;
  }
  throw new NotUnderstood("it is nested too deeply");
}

function eachMember(of: Query, name: string): Query {
  return { kind: "each", what: "map", of, item: "each", body: memberQuery({ kind: "root", name: "each" }, name) };
}

// `list[0]` takes an item, `list[price > 10]` those that fit.
function parsePredicate(cursor: Cursor, of: Query, place: Place): Query {
  if (of.kind === "each" && of.what === "map") throw new NotUnderstood("a predicate behind a predicate and a name has no counterpart");
  if (cursor.take("]")) return of;
  const item = place.item === null ? "each" : `${place.item}1`;
  const inner = parseExpression(cursor, { depth: place.depth + 1, item });
  require(cursor, "]");

  return isNumber(inner, item) ? { kind: "index", of, index: inner } : { kind: "each", what: "filter", of, item, body: inner };
}

const RECKONING: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "size", "sum", "min", "max", "round", "double"]);

// A value from elsewhere is taken for a number; a member of the item is a test of it.
function isNumber(inner: Query, item: string): boolean {
  switch (inner.kind) {
    case "literal":
      return typeof inner.value === "number";
    case "negative":
      return true;
    case "binary":
      return RECKONING.has(inner.operator);
    case "call":
      return RECKONING.has(inner.name);
    default: {
      const path = pathOf(inner);
      return path !== null && (path.root !== item || inner.kind === "root");
    }
  }
}
