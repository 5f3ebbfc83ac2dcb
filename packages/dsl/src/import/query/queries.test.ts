import { describe, expect, test } from "vitest";
import { checkExpression } from "../../expression/check.ts";
import { celOf } from "../term/render-term.ts";
import { literal, NOTHING, objectOf, type Term, tight } from "../term/term.ts";
import { parseJq } from "./jq.ts";
import { parseJsonPath } from "./json-path.ts";
import { parseJsonata } from "./jsonata.ts";
import type { Query } from "./query.ts";
import { resolveQuery } from "./resolve-query.ts";

const ROOTS: ReadonlyMap<string, Term> = new Map<string, Term>([
  ["$", tight("input")],
  [".", tight("input")],
  ["$states", objectOf([["input", tight("input")]])],
  ["$n", literal(3)],
  ["the step", literal("Step")],
]);

function celFrom(query: Query): string {
  const why: string[] = [];
  const term = resolveQuery(query, { root: (name) => ROOTS.get(name), note: () => undefined, tell: (each) => why.push(each) });

  return term === NOTHING ? `lost: ${why.join(", ")}` : celOf(term);
}

const JQ = [
  [".", "input"],
  [".a.b", "input.a.b"],
  ['.a["b-c"]', 'input.a["b-c"]'],
  [".a[0].b", "input.a[0].b"],
  [".a[-1]", "(input.a)[size(input.a) - 1]"],
  [".a == 1 and (.b | not)", "(input.a == 1) && !input.b"],
  [".a // 5", "input.?a.orValue(5)"],
  [".a | length > 2", "size(input.a) > 2"],
  ["[.a[] | .b]", "input.a.map(each, each.b)"],
  ["[.a[] | select(.b > 1)]", "input.a.filter(each, each.b > 1)"],
  ["[.a[] | select(.b > 1) | .c]", "input.a.filter(each, each.b > 1).map(each, each.c)"],
  [".a | map(.b + 1)", "input.a.map(one, one.b + 1)"],
  [".a | any(.b)", "input.a.exists(one, one.b)"],
  ["if .a then 1 elif .b then 2 else 3 end", "input.a ? 1 : (input.b ? 2 : 3)"],
  ["{a: .b, c: 1, d}", '{"a": input.b, "c": 1, "d": input.d}'],
  ['"x \\(.a) y"', '"x " + string(input.a) + " y"'],
  ['.a | test("^b")', 'input.a.matches("^b")'],
  ['.a | split(",") | join("-")', 'input.a.split(",").join("-")'],
  ['has("a")', "input.?a.hasValue()"],
  ["$n * 2 - .a", "(3 * 2) - input.a"],
  [".a | tonumber | floor", "int(double(input.a))"],
  [".a + {b: 1} | .b", "1"],
] as const;

const JSONATA = [
  ["$states.input.a.b", "input.a.b"],
  ["$states.input.items[0].price", "input.items[0].price"],
  ["$states.input.items[price > 10 and open = true]", "input.items.filter(each, (each.price > 10) && (each.open == true))"],
  ["$states.input.a = 'x' or $n >= 2", '(input.a == "x") || (3 >= 2)'],
  ["'a' & $states.input.b & '!'", '"a" + string(input.b) + "!"'],
  ["$states.input.a ? 1 : 2", "input.a ? 1 : 2"],
  ["$count($states.input.a) > 1", "size(input.a) > 1"],
  ["$merge([{ 'a': 1 }, { 'b': $states.input.b }])", '{"a": 1, "b": input.b}'],
  ["$exists($states.input.a.b)", "input.?a.?b.hasValue()"],
  ["$not($states.input.a)", "!input.a"],
  ["[1, -2, $uppercase($states.input.a)]", "[1, -2, input.a.upperAscii()]"],
  ["$uuid()", 'id("Step")'],
] as const;

const PATHS = [
  ["$", "input"],
  ["$.a-b.c", 'input["a-b"].c'],
  ["$['a b'][2]", 'input["a b"][2]'],
  ["$.a[*]", "input.a"],
  ["$.a[?(@.b == 'x')].c", 'input.a.filter(each, each.b == "x").map(each, each.c)'],
  ["$.a[?(@.b)][0]", "input.a.filter(each, each.?b.hasValue())[0]"],
  ["$.a.length()", "size(input.a)"],
  ["States.Format('{}-{}', $.a, 7)", 'string(input.a) + "-" + string(7)'],
  ["States.ArrayRange(1, 5, 2)", "[1, 3, 5]"],
] as const;

const LOST = [
  [parseJq(".a | ltrimstr(1)"), '"ltrimstr" has no counterpart'],
  [parseJq(".a | reduce"), '"reduce" has no counterpart'],
  [parseJq(".a +"), "it ends too early"],
  [parseJq(".a[1:3]"), "a part of a list cannot be taken"],
  [parseJq("$nobody"), 'nothing is called "$nobody" here'],
  [parseJsonata("($x := 1; $x)"), "a block with variables has no counterpart"],
  [parseJsonata("$map(a, function($v) { $v })"), '"function(…)" has no counterpart'],
  [parseJsonata("a ~> $sum"), '"~>" has no counterpart'],
  [parseJsonata("[1..3]"), "a range has no counterpart"],
  [parseJsonPath("$..a"), '".." searches all levels'],
  [parseJsonPath("$.a[0:2]"), "a part of a list cannot be taken"],
  [parseJsonPath("States.Base64Encode($.a)"), '"States.Base64Encode" has no counterpart'],
  [parseJsonPath("a.b"), '"a" begins no path'],
] as const;

describe("a query", () => {
  test.each(JQ)("of jq: %s", (source, cel) => {
    expect(celFrom(parseJq(source))).toBe(cel);
  });

  test.each(JSONATA)("of JSONata: %s", (source, cel) => {
    expect(celFrom(parseJsonata(source))).toBe(cel);
  });

  test.each(PATHS)("of JSONPath: %s", (source, cel) => {
    expect(celFrom(parseJsonPath(source))).toBe(cel);
  });

  test.each(LOST)("without a counterpart says why (%#)", (query, why) => {
    expect(celFrom(query)).toBe(`lost: ${why}`);
  });

  test("that has one is an expression that checks", () => {
    const cel = [...JQ, ...JSONATA, ...PATHS].map(([, each]) => each);
    const names = { input: "dyn", saga: "map" } as const;

    expect(cel.flatMap((source) => checkExpression(source, names).problems.map(({ message }) => `${source}: ${message}`))).toEqual([]);
  });

  test("nested beyond reason is lost, not followed", () => {
    const deep = `${"(".repeat(5_000)}.a${")".repeat(5_000)}`;

    expect([celFrom(parseJq(deep)), celFrom(parseJsonata(deep)), celFrom(parseJsonPath(`$${"[0]".repeat(5_000)}`))]).toEqual([
      expect.stringContaining("lost"),
      expect.stringContaining("lost"),
      expect.stringContaining("lost"),
    ]);
  });
});
