import { type Call, takingOne, takingTwo } from "./arguments.ts";
import { floorQuery, memberQuery, type Query, type QueryFunction, splitQuery, unknown } from "./query.ts";

/** A call of a function of JSONata, without its dollar sign. */
export function jsonataCall(name: string, given: readonly Query[]): Query {
  const plain = PLAIN.get(name);
  if (plain !== undefined) return { kind: "call", name: plain, given };

  return OTHERS.get(name)?.(given) ?? unknown(`"$${name}" has no counterpart`);
}

const PLAIN: ReadonlyMap<string, QueryFunction> = new Map<string, QueryFunction>([
  ["length", "size"],
  ["string", "string"],
  ["number", "double"],
  ["round", "round"],
  ["uppercase", "upperAscii"],
  ["lowercase", "lowerAscii"],
  ["trim", "trim"],
  ["contains", "contains"],
  ["toMillis", "timestamp"],
]);

const OTHERS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["exists", takingOne((of) => ({ kind: "isPresent", of }))],
  ["not", takingOne((of) => ({ kind: "not", of }))],
  ["floor", takingOne(floorQuery)],
  ["count", takingOne((of) => aggregate("size", of))],
  ["sum", takingOne((of) => aggregate("sum", of))],
  ["max", takingOne((of) => aggregate("max", of))],
  ["min", takingOne((of) => aggregate("min", of))],
  ["average", takingOne((of) => ({ kind: "binary", operator: "/", left: aggregate("sum", of), right: aggregate("size", of) }))],
  ["join", ([of, ...separator]) => of && { kind: "call", name: "joinTexts", given: [mapped(of), ...separator] }],
  ["split", takingTwo(splitQuery)],
  ["uuid", () => ({ kind: "call", name: "id", given: [{ kind: "root", name: "the step" }] })],
  ["merge", takingOne((list) => (list.kind === "list" ? { kind: "merge", parts: list.items } : undefined))],
  ["append", takingTwo((left, right) => ({ kind: "binary", operator: "+", left: asList(left), right: asList(right) }))],
]);

function aggregate(name: QueryFunction, of: Query): Query {
  return { kind: "call", name, given: [mapped(of)] };
}

// `items.price` is the price of each item where `items` is a list, and the member of an object elsewhere.
function mapped(of: Query): Query {
  if (of.kind !== "member") return of;
  const prices: Query = { kind: "each", what: "map", of: of.of, item: "each", body: memberQuery({ kind: "root", name: "each" }, of.name) };

  return { kind: "choose", test: { kind: "isType", of: of.of, type: "list" }, yes: prices, no: of };
}

// A single value is a list of one.
function asList(of: Query): Query {
  return { kind: "choose", test: { kind: "isType", of, type: "list" }, yes: of, no: { kind: "list", items: [of] } };
}
