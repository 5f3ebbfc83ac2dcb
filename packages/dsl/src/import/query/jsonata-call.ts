import { type Call, takingOne, takingTwo } from "./arguments.ts";
import { type Query, type QueryFunction, unknown } from "./query.ts";

/** A call of a function of JSONata, without its dollar sign. */
export function jsonataCall(name: string, given: readonly Query[]): Query {
  const plain = PLAIN.get(name);
  if (plain !== undefined) return { kind: "call", name: plain, given };

  return OTHERS.get(name)?.(given) ?? unknown(`"$${name}" has no counterpart`);
}

const PLAIN: ReadonlyMap<string, QueryFunction> = new Map<string, QueryFunction>([
  ["count", "size"],
  ["length", "size"],
  ["sum", "sum"],
  ["max", "max"],
  ["min", "min"],
  ["string", "string"],
  ["number", "double"],
  ["floor", "int"],
  ["round", "round"],
  ["uppercase", "upperAscii"],
  ["lowercase", "lowerAscii"],
  ["trim", "trim"],
  ["contains", "contains"],
  ["split", "split"],
  ["join", "joinTexts"],
  ["toMillis", "timestamp"],
]);

const OTHERS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["exists", takingOne((of) => ({ kind: "isPresent", of }))],
  ["not", takingOne((of) => ({ kind: "not", of }))],
  ["boolean", takingOne((of) => of)],
  ["uuid", () => ({ kind: "call", name: "id", given: [{ kind: "root", name: "the step" }] })],
  ["merge", takingOne((list) => (list.kind === "list" ? { kind: "merge", parts: list.items } : undefined))],
  ["append", takingTwo((left, right) => ({ kind: "binary", operator: "+", left, right }))],
]);
