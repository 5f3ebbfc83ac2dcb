import { type Call, takingOne, takingTwo } from "./arguments.ts";
import { type Cursor, NotUnderstood, parseSeparated, require, unescaped } from "./cursor.ts";
import { type Query, splitQuery, unknown } from "./query.ts";

/** `States.Name(…)`: an intrinsic function of the Amazon States Language. */
export function parseIntrinsic(cursor: Cursor, parseArgument: (cursor: Cursor) => Query): Query {
  require(cursor, "States");
  require(cursor, ".");
  const name = cursor.next().text;
  require(cursor, "(");
  const { kind, written } = cursor.peek();
  const given = parseSeparated(cursor, ")", () => parseArgument(cursor));
  if (name === "Format" && kind === "text") return formatOf(written.slice(1, -1), given.slice(1));

  return INTRINSICS.get(name)?.(given) ?? unknown(`"States.${name}" has no counterpart`);
}

const INTRINSICS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["Array", (items) => ({ kind: "list", items })],
  ["ArrayContains", takingTwo((list, value) => ({ kind: "binary", operator: "in", left: value, right: list }))],
  ["ArrayGetItem", takingTwo((of, index) => ({ kind: "index", of, index }))],
  ["ArrayLength", takingOne((list) => ({ kind: "call", name: "size", given: [list] }))],
  ["ArrayRange", rangeOf],
  ["JsonMerge", ([below, above]) => below && above && { kind: "merge", parts: [below, above] }],
  ["MathAdd", takingTwo((left, right) => ({ kind: "binary", operator: "+", left, right }))],
  ["StringSplit", takingTwo(splitOf)],
  ["UUID", () => ({ kind: "call", name: "id", given: [{ kind: "root", name: "the step" }] })],
]);

// Each character of the separator separates.
function splitOf(text: Query, separator: Query): Query | undefined {
  if (separator.kind === "literal" && String(separator.value).length !== 1) return undefined;

  return splitQuery(text, separator);
}

// `{}` takes the next value; a backslash keeps what follows it.
function formatOf(template: string, values: readonly Query[]): Query {
  const parts: (string | Query)[] = [];
  let next = 0;
  for (const piece of template.split(/(\\[\s\S]|\{\})/)) {
    const value = values[next];
    if (piece === "{}" && value !== undefined) {
      parts.push(value);
      next += 1;
    } else parts.push(unescaped(piece));
  }
  return { kind: "text", parts };
}

const RANGE_MAX = 1_000;

function rangeOf(given: readonly Query[]): Query | undefined {
  const [first, last, step] = given.map((each) => (each.kind === "literal" && typeof each.value === "number" ? each.value : undefined));
  if (first === undefined || last === undefined || step === undefined || step === 0) return undefined;
  const count = Math.floor((last - first) / step) + 1;
  if (count > RANGE_MAX) throw new NotUnderstood(`a range of more than ${RANGE_MAX} items is no list that anybody writes`);

  return {
    kind: "list",
    items: Array.from({ length: Math.max(0, count) }, (_, index) => ({ kind: "literal", value: first + index * step })),
  };
}
