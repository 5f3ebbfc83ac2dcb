import { type NoteRead, presenceOf, readIndex, readMember } from "../term/read-term.ts";
import { celOf, operandOf } from "../term/render-term.ts";
import { accessOf, formOf, layOver, listOf, literal, loose, NOTHING, objectOf, type Term, textOf, tight } from "../term/term.ts";
import { misfitIn } from "./check-cel.ts";
import { pathOf, type Query, type QueryFunction, type QueryOperator, readOf } from "./query.ts";

/** What a query is resolved against. */
export interface Surroundings {
  /** The value of a root; undefined: there is none of that name. */
  readonly root: (name: string) => Term | undefined;
  readonly note: NoteRead;
  /** Whether a member that is not there is null, and no mistake. */
  readonly missingIsNull?: boolean;
  /** Is told why something has no counterpart; its value is null then. */
  readonly tell: (why: string) => void;
}

// Beyond this a term is no expression that anybody reads, and one that doubles with every state must be stopped.
const SIZE_MAX = 400;

/** The value of a query. Whatever has no counterpart is told and becomes null. */
export function resolveQuery(query: Query, surroundings: Surroundings): Term {
  const term = resolveWithin(query, surroundings);
  const misfit = COMPUTING.has(query.kind) && term !== NOTHING ? misfitIn(celOf(term)) : undefined;

  return misfit === undefined ? term : lost(surroundings, misfit);
}

// Queries whose parts may not fit together. What is only read may be anything.
const COMPUTING: ReadonlySet<Query["kind"]> = new Set([
  "text",
  "binary",
  "not",
  "negative",
  "choose",
  "call",
  "each",
  "isType",
  "index",
  "orElse",
]);

/** The value of a query inside another, which is looked at as a whole. */
function resolveWithin(query: Query, surroundings: Surroundings): Term {
  const term = resolve(query, surroundings);

  return term.size <= SIZE_MAX ? term : lost(surroundings, "it grows too large to be one expression");
}

function resolve(query: Query, around: Surroundings): Term {
  switch (query.kind) {
    case "root":
      return around.root(query.name) ?? lost(around, `nothing is called "${query.name}" here`);
    case "member":
      return memberOf(query, around);
    case "index":
      return indexOf(query, around);
    case "literal":
      return literal(query.value);
    case "list":
      return listOf(query.items.map((item) => resolveQuery(item, around)));
    case "object":
      return objectOf(query.members.map(([name, member]) => [name, resolveQuery(member, around)]));
    case "merge":
      return query.parts.map((part) => resolveQuery(part, around)).reduce(layOver, objectOf([]));
    case "isPresent":
      return presence(query.of, around);
    case "orElse":
      return orElse(query, around);
    case "unknown":
      return lost(around, query.why);
    case "choose":
      return chosen(query, around);
    case "binary":
      return computed(around.missingIsNull === true ? askingForNull(query) : query, around);
    default:
      return computed(query, around);
  }
}

type Binary = Extract<Query, { kind: "binary" }>;

// Comparing with null is how one asks whether a member is there.
function askingForNull(query: Binary): Binary {
  const { operator, left, right } = query;
  if (operator !== "==" && operator !== "!=") return query;
  if (isNull(right)) return { ...query, left: { kind: "orElse", of: left, fallback: right } };

  return isNull(left) ? { ...query, right: { kind: "orElse", of: right, fallback: left } } : query;
}

function isNull(query: Query): boolean {
  return query.kind === "literal" && query.value === null;
}

// Where the test is known, only the branch that is taken is looked at.
function chosen(query: Extract<Query, { kind: "choose" }>, around: Surroundings): Term {
  const asksForList = query.test.kind === "isType" && query.test.type === "list";
  const form = asksForList ? formOf(resolveWithin(query.test.of, around)) : undefined;
  if (form === undefined) return computed(query, around);

  return resolveWithin(form === "list" ? query.yes : query.no, around);
}

type Computed = Extract<Query, { kind: "text" | "binary" | "not" | "negative" | "choose" | "call" | "each" | "isType" }>;

// Where one operand is lost the whole is: null among operands would be another value, or none.
function computed(query: Computed, around: Surroundings): Term {
  const operands = operandsOf(query).map((operand) => (typeof operand === "string" ? literal(operand) : resolveWithin(operand, around)));
  if (operands.includes(NOTHING)) return NOTHING;
  const [first = NOTHING, second = NOTHING, third = NOTHING] = operands;
  switch (query.kind) {
    case "text":
      return textOf(operands.flatMap(partsOf));
    case "binary":
      return binaryOf(query.operator, first, second);
    case "not":
      return tight(`!${tightOperand(first)}`);
    case "negative":
      return negativeOf(first);
    case "choose":
      return loose(`${operandOf(first)} ? ${operandOf(second)} : ${operandOf(third)}`);
    case "call":
      return query.name === "string" && isDocument(first) ? lost(around, "a document has no text") : callOf(query.name, operands);
    case "each":
      return eachOf(query, first, around);
    case "isType":
      return typeTest(first, query.type);
  }
}

function operandsOf(query: Computed): readonly (string | Query)[] {
  switch (query.kind) {
    case "text":
      return query.parts;
    case "binary":
      return [query.left, query.right];
    case "choose":
      return [query.test, query.yes, query.no];
    case "call":
      return query.given;
    case "not":
    case "negative":
    case "each":
    case "isType":
      return [query.of];
  }
}

function memberOf(query: Extract<Query, { kind: "member" }>, around: Surroundings): Term {
  const of = resolveWithin(query.of, around);
  if (of === NOTHING) return NOTHING;

  return readMember(of, query.name, around.note) ?? missing(around, query.name);
}

function missing(around: Surroundings, name: string): Term {
  return around.missingIsNull === true ? literal(null) : lost(around, `there is no "${name}" at this place`);
}

function lost(around: Surroundings, why: string): Term {
  around.tell(why);

  return NOTHING;
}

function indexOf(query: Extract<Query, { kind: "index" }>, around: Surroundings): Term {
  const of = resolveWithin(query.of, around);
  const index = resolveWithin(query.index, around);
  if (of === NOTHING || index === NOTHING) return NOTHING;
  if (index.kind === "literal" && typeof index.value === "string")
    return readMember(of, index.value, around.note) ?? lost(around, `there is no "${index.value}" at this place`);
  if (index.kind === "literal" && typeof index.value === "number" && Number.isInteger(index.value))
    return readIndex(of, index.value) ?? lost(around, `the list has no item ${index.value}`);

  return tight(`${tightOperand(of)}[${celOf(index)}]`);
}

/** Something that can stand before a dot or a bracket. */
function tightOperand(term: Term): string {
  return term.kind === "cel" ? operandOf(term) : `(${celOf(term)})`;
}

function negativeOf(term: Term): Term {
  return term.kind === "literal" && typeof term.value === "number" ? literal(-term.value) : loose(`-${tightOperand(term)}`);
}

function binaryOf(operator: QueryOperator, left: Term, right: Term): Term {
  if (operator === "join") return textOf([...partsOf(left), ...partsOf(right)]);
  if (operator === "+" && left.kind === "literal" && left.value === null) return right;
  // jq adds objects: the right one lies over the left one.
  if (operator === "+" && [left, right].some(({ kind }) => kind === "object" || kind === "layers")) return layOver(left, right);

  return loose(`${operandOf(left)} ${operator} ${operandOf(right)}`);
}

function partsOf(term: Term): readonly (string | Term)[] {
  if (term.kind === "text") return term.parts;

  return term.kind === "literal" && typeof term.value === "string" ? [term.value] : [term];
}

const METHODS: Readonly<Partial<Record<QueryFunction, string>>> = {
  split: "split",
  joinTexts: "join",
  contains: "contains",
  startsWith: "startsWith",
  endsWith: "endsWith",
  matches: "matches",
  lowerAscii: "lowerAscii",
  upperAscii: "upperAscii",
  trim: "trim",
};

function isDocument(term: Term): boolean {
  return term.kind === "cel" && ["list", "object"].includes(formOf(term) ?? "");
}

function callOf(name: QueryFunction, given: readonly Term[]): Term {
  const method = METHODS[name];
  const [receiver = NOTHING, ...rest] = given;
  if (method === undefined) return tight(`${name}(${given.map((term) => celOf(term)).join(", ")})`);

  return tight(`${tightOperand(receiver)}.${method}(${rest.map((term) => celOf(term)).join(", ")})`);
}

function eachOf(query: Extract<Query, { kind: "each" }>, of: Term, around: Surroundings): Term {
  const inside: Surroundings = { ...around, root: (name) => (name === query.item ? tight(query.item) : around.root(name)) };
  const body = resolveWithin(query.body, inside);
  if (body === NOTHING) return NOTHING;

  return tight(`${tightOperand(of)}.${query.what}(${query.item}, ${celOf(body)})`);
}

// A value that is computed is there; of what is read of it, each member may be missing.
function presence(of: Query, around: Surroundings): Term {
  const { base, names } = readOf(of);
  if (base.kind === "root") {
    const root = around.root(base.name);
    return root === undefined ? literal(false) : presenceOf(root, names, around.note);
  }
  if (base.kind === "index" && base.index.kind === "literal" && Number(base.index.value) >= 0) {
    const there = presence(base.of, around);
    const list = there.kind === "literal" ? knownList(base.of, around) : optionalOf(there);
    if (list !== undefined) return tight(`${list}[?${base.index.value}]${names.map((name) => accessOf(name, true)).join("")}.hasValue()`);
  }
  const term = resolveWithin(base, around);
  if (term === NOTHING) return NOTHING;

  return names.length === 0 ? loose(`${operandOf(term)} != null`) : presenceOf(term, names, around.note);
}

function typeTest(term: Term, type: Extract<Query, { kind: "isType" }>["type"]): Term {
  return type === "null" ? loose(`${operandOf(term)} == null`) : loose(`type(${celOf(term)}) == ${type}`);
}

// A value that is missing or null gives way to the fallback.
function orElse(query: Extract<Query, { kind: "orElse" }>, around: Surroundings): Term {
  const fallback = resolveWithin(query.fallback, around);
  const path = pathOf(query.of);
  const root = path === null ? undefined : around.root(path.root);
  if (path === null || root === undefined) return resolveWithin(query.of, around);

  const there = presenceOf(root, path.names, around.note);
  if (there.kind === "literal") return there.value === true ? unlessNull(resolveWithin(query.of, around), fallback) : fallback;
  const optional = optionalOf(there);
  if (optional !== undefined) return tight(`${optional}.orValue(${celOf(fallback)})`);

  return loose(`${operandOf(there)} ? ${operandOf(resolveWithin(query.of, around))} : ${operandOf(fallback)}`);
}

function knownList(of: Query, around: Surroundings): string | undefined {
  const list = resolveWithin(of, around);

  return list.kind === "cel" ? operandOf(list) : undefined;
}

// The optional value that a condition asks for; undefined where it asks for more than one.
function optionalOf(there: Term): string | undefined {
  return /^(.*)\.hasValue\(\)$/.exec(celOf(there))?.[1];
}

function unlessNull(term: Term, fallback: Term): Term {
  if (fallback.kind === "literal" && fallback.value === null) return term;
  if (term.kind === "literal") return term.value === null ? fallback : term;

  return term.kind === "cel" ? loose(`${operandOf(term)} != null ? ${operandOf(term)} : ${operandOf(fallback)}`) : term;
}
