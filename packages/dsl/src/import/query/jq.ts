import { type Cursor, NESTING_MAX, NotUnderstood, parseSeparated, require, unescaped } from "./cursor.ts";
import { jqCall, LISTED } from "./jq-call.ts";
import { parseWhole } from "./parse-query.ts";
import { ARITHMETIC, type OperatorLevels, ORDER, parseOperators, parseSigned } from "./precedence.ts";
import { memberQuery, type Query } from "./query.ts";

/** The simple part of jq: paths, operators, literals, objects, `if`, and the functions CEL has too. The input is the root `.`. */
export function parseJq(source: string): Query {
  return parseWhole(source, (cursor) => parsePipe(cursor, { input: { kind: "root", name: "." }, depth: 0 }));
}

/** Where a filter stands: what it reads as its input. */
interface Place {
  readonly input: Query;
  readonly depth: number;
}

const LEVELS: OperatorLevels = [new Map([["or", "||"]]), new Map([["and", "&&"]]), new Map([["==", "=="], ...ORDER]), ...ARITHMETIC];

function parsePipe(cursor: Cursor, place: Place): Query {
  return parsePiped(cursor, parseAlternative(cursor, place), place);
}

function parsePiped(cursor: Cursor, first: Query, place: Place): Query {
  let query = first;
  for (let count = 0; cursor.take("|"); count += 1) {
    if (count > NESTING_MAX) throw new NotUnderstood("it is too long");
    const input = query;
    query = isStream(input)
      ? throughEach(input, (item) => parseAlternative(cursor, { input: item, depth: place.depth + 1 }))
      : parseAlternative(cursor, { input, depth: place.depth + 1 });
  }
  return query;
}

function parseAlternative(cursor: Cursor, place: Place): Query {
  if (place.depth > NESTING_MAX) throw new NotUnderstood("it is nested too deeply");
  const deeper = { ...place, depth: place.depth + 1 };
  const query = parseOperators(cursor, LEVELS, () => parseSigned(cursor, () => parseSteps(cursor, parseStart(cursor, deeper), deeper)));
  if (!cursor.take("//")) return query;

  return { kind: "orElse", of: query, fallback: parseAlternative(cursor, deeper) };
}

function parseStart(cursor: Cursor, place: Place): Query {
  const first = cursor.next();
  switch (first.kind) {
    case "mark":
      return parseMark(cursor, first.text, place);
    case "name":
      return parseName(cursor, first.text, place);
    case "variable":
      return { kind: "root", name: first.text };
    case "text":
      return textWith(first.written.slice(1, -1), place);
    case "number":
      return { kind: "literal", value: Number(first.text) };
    case "quoted":
      throw new NotUnderstood(`"${first.written}" has no counterpart here`);
    case "end":
      throw new NotUnderstood("it ends too early");
  }
}

function parseMark(cursor: Cursor, mark: string, place: Place): Query {
  switch (mark) {
    case ".": {
      const next = cursor.peek();
      if ((next.kind === "name" || next.kind === "text") && !next.isApart) {
        cursor.next();
        return memberQuery(place.input, next.text);
      }
      return place.input;
    }
    case "(": {
      const query = parsePipe(cursor, place);
      require(cursor, ")");
      return query;
    }
    case "[":
      return parseList(cursor, place);
    case "{":
      return parseObject(cursor, place);
    default:
      throw new NotUnderstood(`"${mark}" has no counterpart here`);
  }
}

function parseSteps(cursor: Cursor, start: Query, place: Place): Query {
  let query = start;
  for (let count = 0; count <= NESTING_MAX; count += 1) {
    if (cursor.take("?")) continue;
    if (cursor.peek().text === "." && ["name", "text"].includes(cursor.peek(1).kind) && !cursor.peek().isApart) {
      cursor.next();
      const name = cursor.next().text;
      query = isStream(query) ? throughEach(query, (item) => memberQuery(item, name)) : memberQuery(query, name);
    } else if (cursor.peek().text === "." && cursor.peek(1).text === "[") cursor.next();
    else if (cursor.peek().text === "[" && cursor.peek().kind === "mark") query = parseBracket(cursor, query, place);
    else return query;
  }
  throw new NotUnderstood("it is nested too deeply");
}

/** The item of `.[]`, which gives a stream of values; it is understood where a list is made of it. */
const STREAM = "each";

type Stream = Extract<Query, { kind: "each" }>;

function isStream(query: Query): query is Stream {
  return query.kind === "each" && query.isStream === true;
}

function streamOf(of: Query, item: string): Stream {
  return { kind: "each", what: "map", of, item, body: { kind: "root", name: item }, isStream: true };
}

// What follows reads the list as a whole.
function listOfStream({ of, item, body }: Stream): Query {
  return body.kind === "root" && body.name === item ? of : { kind: "each", what: "map", of, item, body };
}

function throughEach(stream: Stream, through: (item: Query) => Query): Query {
  const body = through(stream.body);
  if (isStream(body)) throw new NotUnderstood(STREAMS);
  // `select(…)` of the item itself keeps the items that fit.
  if (body.kind === "choose" && body.no.kind === "unknown" && stream.body.kind === "root")
    return streamOf({ kind: "each", what: "filter", of: stream.of, item: stream.item, body: body.test }, stream.item);

  return { ...stream, body };
}

const STREAMS = "the items of several lists in one list have no counterpart";

function parseBracket(cursor: Cursor, of: Query, place: Place): Query {
  require(cursor, "[");
  if (cursor.take("]")) {
    if (isStream(of)) throw new NotUnderstood(STREAMS);
    return streamOf(of, readsItem(of) ? `${STREAM}${place.depth}` : STREAM);
  }
  const index = parsePipe(cursor, place);
  if (!cursor.take("]")) throw new NotUnderstood("a part of a list cannot be taken");

  return isStream(of) ? throughEach(of, (item) => ({ kind: "index", of: item, index })) : { kind: "index", of, index };
}

// A stream of the items of another one needs a name of its own.
function readsItem(query: Query): boolean {
  return JSON.stringify(query).includes(`"name":"${STREAM}`);
}

function parseList(cursor: Cursor, place: Place): Query {
  const items = parseSeparated(cursor, "]", () => parsePipe(cursor, { ...place, depth: place.depth + 1 }));

  return listOf(items);
}

// A stream in brackets is the list of it.
function listOf(items: readonly Query[]): Query {
  const [only] = items;

  return items.length === 1 && only !== undefined && isStream(only) ? listOfStream(only) : { kind: "list", items };
}

function parseObject(cursor: Cursor, place: Place): Query {
  return { kind: "object", members: parseSeparated(cursor, "}", () => parseMember(cursor, place)) };
}

function parseMember(cursor: Cursor, place: Place): readonly [string, Query] {
  const key = cursor.next();
  if (key.kind !== "name" && key.kind !== "text" && key.kind !== "variable")
    throw new NotUnderstood("a computed name of a member has no counterpart");
  const own: Query = key.kind === "variable" ? { kind: "root", name: key.text } : memberQuery(place.input, key.text);

  return [key.text.replace(/^\$/, ""), cursor.take(":") ? parseAlternative(cursor, { ...place, depth: place.depth + 1 }) : own];
}

function parseName(cursor: Cursor, name: string, place: Place): Query {
  if (["true", "false", "null"].includes(name)) return { kind: "literal", value: JSON.parse(name) };
  if (name === "if") return parseIf(cursor, place);
  if (name === "map" && cursor.peek().text === "(") return parseMap(cursor, place);
  const given: Query[] = [];
  if (cursor.take("(")) {
    const start = cursor.peek();
    if (start.text === ")") throw new NotUnderstood(`"${name}()" has no argument`);
    const item: Query = ["any", "all"].includes(name) ? { kind: "root", name: LISTED } : place.input;
    for (let more = true; more; more = cursor.take(";")) {
      given.push(parsePipe(cursor, { input: item, depth: place.depth + 1 }));
    }
    require(cursor, ")");
  }

  return jqCall(name, place.input, given);
}

// `map(f)` is `[.[] | f]`.
function parseMap(cursor: Cursor, place: Place): Query {
  require(cursor, "(");
  const deeper = { ...place, depth: place.depth + 1 };
  const first = throughEach(streamOf(place.input, LISTED), (item) => parseAlternative(cursor, { ...deeper, input: item }));
  const query = parsePiped(cursor, first, deeper);
  require(cursor, ")");

  return listOf([query]);
}

function parseIf(cursor: Cursor, place: Place): Query {
  const inner = { ...place, depth: place.depth + 1 };
  const test = parsePipe(cursor, inner);
  require(cursor, "then");
  const yes = parsePipe(cursor, inner);
  if (cursor.take("elif")) return { kind: "choose", test, yes, no: parseIf(cursor, inner) };
  const no = cursor.take("else") ? parsePipe(cursor, inner) : place.input;
  require(cursor, "end");

  return { kind: "choose", test, yes, no };
}

// What stands in `\(…)` is spliced in; a bracket without the backslash is a bracket.
function textWith(written: string, place: Place): Query {
  const pieces = written.split(/\\\(((?:[^()]|\([^()]*\))*)\)/);
  if (pieces.length === 1) return { kind: "literal", value: unescaped(written) };
  const parts = pieces.map((piece, index): string | Query =>
    index % 2 === 0 ? unescaped(piece) : parseWhole(piece, (cursor) => parsePipe(cursor, { ...place, depth: place.depth + 1 })),
  );

  return { kind: "text", parts };
}
