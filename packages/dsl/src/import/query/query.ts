import type { Json } from "@skald/shared";

// The part of JSONPath, JSONata and jq that has a counterpart in CEL, as one tree for all three.

/** Binary operators, named as CEL writes them. `join` is the `&` of JSONata: text beside text. */
export type QueryOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "&&" | "||" | "+" | "-" | "*" | "/" | "%" | "in" | "join";

/** Functions of CEL, written as calls (`size(x)`) or methods (`x.split(y)`). */
export type QueryFunction =
  | "size"
  | "string"
  | "double"
  | "int"
  | "sum"
  | "min"
  | "max"
  | "round"
  | "timestamp"
  | "id"
  | "split"
  | "joinTexts"
  | "contains"
  | "startsWith"
  | "endsWith"
  | "matches"
  | "lowerAscii"
  | "upperAscii"
  | "trim";

export type Query =
  /** A name of the place: the document, a variable, the item of a loop. */
  | { readonly kind: "root"; readonly name: string }
  | { readonly kind: "member"; readonly of: Query; readonly name: string }
  | { readonly kind: "index"; readonly of: Query; readonly index: Query }
  | { readonly kind: "literal"; readonly value: Json }
  | { readonly kind: "list"; readonly items: readonly Query[] }
  | { readonly kind: "object"; readonly members: readonly (readonly [string, Query])[] }
  | { readonly kind: "text"; readonly parts: readonly (string | Query)[] }
  | { readonly kind: "binary"; readonly operator: QueryOperator; readonly left: Query; readonly right: Query }
  | { readonly kind: "not"; readonly of: Query }
  | { readonly kind: "negative"; readonly of: Query }
  | { readonly kind: "choose"; readonly test: Query; readonly yes: Query; readonly no: Query }
  | { readonly kind: "call"; readonly name: QueryFunction; readonly given: readonly Query[] }
  /** `filter`, `map`, `exists` and `all` over a list; `body` reads the item as the root `item`. */
  | {
      readonly kind: "each";
      readonly what: "filter" | "map" | "exists" | "all";
      readonly of: Query;
      readonly item: string;
      readonly body: Query;
      /** In jq: the items one by one, which what follows reads each by itself, and no list yet. */
      readonly isStream?: true;
    }
  | { readonly kind: "merge"; readonly parts: readonly Query[] }
  | { readonly kind: "isPresent"; readonly of: Query }
  | { readonly kind: "isType"; readonly of: Query; readonly type: "string" | "double" | "bool" | "list" | "map" | "null" }
  | { readonly kind: "orElse"; readonly of: Query; readonly fallback: Query }
  /** Has no counterpart. */
  | { readonly kind: "unknown"; readonly why: string };

/** A query that reads a path: its root and the members to follow; null when it is none. */
export function pathOf(query: Query): { readonly root: string; readonly names: readonly string[] } | null {
  const { base, names } = readOf(query);

  return base.kind === "root" ? { root: base.name, names } : null;
}

/** What a query reads members of, and which. */
export function readOf(query: Query): { readonly base: Query; readonly names: readonly string[] } {
  if (query.kind !== "member") return { base: query, names: [] };
  const { base, names } = readOf(query.of);

  return { base, names: [...names, query.name] };
}

export function unknown(why: string): Query {
  return { kind: "unknown", why };
}

/** The parts of a text between its separators. */
export function splitQuery(text: Query, separator: Query): Query {
  return { kind: "call", name: "split", given: [text, separator] };
}

/** The next smaller whole number. `int` cuts off, which is another number below zero. */
export function floorQuery(of: Query): Query {
  const whole: Query = { kind: "call", name: "int", given: [of] };
  const below: Query = { kind: "binary", operator: "-", left: whole, right: { kind: "literal", value: 1 } };

  return { kind: "choose", test: { kind: "binary", operator: ">", left: whole, right: of }, yes: below, no: whole };
}

export function memberQuery(of: Query, name: string): Query {
  return { kind: "member", of, name };
}
