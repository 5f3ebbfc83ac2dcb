import { type Query, type QueryFunction, unknown } from "./query.ts";

/** A call of a function of JSONata, without its dollar sign. */
export function jsonataCall(name: string, given: readonly Query[]): Query {
  const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  if (plain !== undefined) return { kind: "call", name: plain, given };
  const known = Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined;

  return known?.(given) ?? unknown(`"$${name}" has no counterpart`);
}

const PLAIN: Readonly<Record<string, QueryFunction>> = {
  count: "size",
  length: "size",
  sum: "sum",
  max: "max",
  min: "min",
  string: "string",
  number: "double",
  floor: "int",
  round: "round",
  uppercase: "upperAscii",
  lowercase: "lowerAscii",
  trim: "trim",
  contains: "contains",
  split: "split",
  join: "joinTexts",
  toMillis: "timestamp",
};

const OTHERS: Readonly<Record<string, (given: readonly Query[]) => Query | undefined>> = {
  exists: ([of]) => of && { kind: "isPresent", of },
  not: ([of]) => of && { kind: "not", of },
  boolean: ([of]) => of,
  uuid: () => ({ kind: "call", name: "id", given: [{ kind: "root", name: "the step" }] }),
  merge: ([list]) => (list?.kind === "list" ? { kind: "merge", parts: list.items } : undefined),
  append: ([left, right]) => left && right && { kind: "binary", operator: "+", left, right },
};
