import { type Call, takingOne, takingTwo } from "./arguments.ts";
import { floorQuery, type Query, type QueryFunction, splitQuery, unknown } from "./query.ts";

/** The item of a filter that goes through a list; `.[]` makes a stream, whose item has another name. */
export const LISTED = "one";

/** A filter of jq by its name. `input` is what it reads; `given` are its arguments, already read of their own input. */
export function jqCall(name: string, input: Query, given: readonly Query[]): Query {
  const plain = PLAIN.get(name);
  if (plain !== undefined) return { kind: "call", name: plain, given: [input, ...given] };

  return OTHERS.get(name)?.([input, ...given]) ?? unknown(`"${name}" has no counterpart`);
}

const PLAIN: ReadonlyMap<string, QueryFunction> = new Map<string, QueryFunction>([
  ["length", "size"],
  ["tostring", "string"],
  ["tonumber", "double"],
  ["round", "round"],
  ["add", "sum"],
  ["min", "min"],
  ["max", "max"],
  ["ascii_downcase", "lowerAscii"],
  ["ascii_upcase", "upperAscii"],
  ["startswith", "startsWith"],
  ["endswith", "endsWith"],
  ["join", "joinTexts"],
  ["test", "matches"],
  ["contains", "contains"],
  ["trim", "trim"],
]);

// The first argument is what the filter reads.
const OTHERS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["floor", takingOne(floorQuery)],
  ["split", takingTwo(splitQuery)],
  ["not", takingOne((of) => ({ kind: "not", of }))],
  [
    "has",
    takingTwo((of, name) =>
      name.kind === "literal" && typeof name.value === "string"
        ? { kind: "isPresent", of: { kind: "member", of, name: name.value } }
        : undefined,
    ),
  ],
  ["any", takingTwo((of, body) => ({ kind: "each", what: "exists", of, item: LISTED, body }))],
  ["all", takingTwo((of, body) => ({ kind: "each", what: "all", of, item: LISTED, body }))],
  [
    "select",
    takingTwo((input, test) => ({ kind: "choose", test, yes: input, no: unknown('"select" of a single value has no counterpart') })),
  ],
  ["first", takingOne((of) => ({ kind: "index", of, index: { kind: "literal", value: 0 } }))],
  ["last", takingOne((of) => ({ kind: "index", of, index: { kind: "literal", value: -1 } }))],
  ["empty", () => ({ kind: "literal", value: null })],
]);
