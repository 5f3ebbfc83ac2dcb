import { type Query, type QueryFunction, unknown } from "./query.ts";

/** The item of a filter that goes through a list; `.[]` makes a stream, whose item has another name. */
export const LISTED = "one";

/** A filter of jq by its name. `input` is what it reads; `given` are its arguments, already read of their own input. */
export function jqCall(name: string, input: Query, given: readonly Query[]): Query {
  const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  if (plain !== undefined) return { kind: "call", name: plain, given: [input, ...given] };
  const known = Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined;

  return known?.(input, given) ?? unknown(`"${name}" has no counterpart`);
}

const PLAIN: Readonly<Record<string, QueryFunction>> = {
  length: "size",
  tostring: "string",
  tonumber: "double",
  floor: "int",
  round: "round",
  add: "sum",
  min: "min",
  max: "max",
  ascii_downcase: "lowerAscii",
  ascii_upcase: "upperAscii",
  startswith: "startsWith",
  endswith: "endsWith",
  split: "split",
  join: "joinTexts",
  test: "matches",
  contains: "contains",
  trim: "trim",
};

type Filter = (input: Query, given: readonly Query[]) => Query | undefined;

const OTHERS: Readonly<Record<string, Filter>> = {
  not: (of) => ({ kind: "not", of }),
  has: (of, [name]) =>
    name?.kind === "literal" && typeof name.value === "string"
      ? { kind: "isPresent", of: { kind: "member", of, name: name.value } }
      : undefined,
  map: (of, [body]) => body && { kind: "each", what: "map", of, item: LISTED, body },
  any: (of, [body]) => body && { kind: "each", what: "exists", of, item: LISTED, body },
  all: (of, [body]) => body && { kind: "each", what: "all", of, item: LISTED, body },
  select: (input, [test]) => test && { kind: "choose", test, yes: input, no: unknown('"select" of a single value has no counterpart') },
  first: (of) => ({ kind: "index", of, index: { kind: "literal", value: 0 } }),
  last: (of) => ({ kind: "index", of, index: { kind: "literal", value: -1 } }),
  keys: () => undefined,
  empty: () => ({ kind: "literal", value: null }),
};
