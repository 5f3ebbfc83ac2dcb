import { describe, expect, test } from "vitest";
import { checkExpression } from "../../expression/check.ts";
import { celFrom } from "../testing/cel-from.ts";
import { parseJq } from "./jq.ts";
import { parseJsonPath } from "./json-path.ts";
import { parseJsonata } from "./jsonata.ts";

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
  [".a | floor", "(int(input.a) > input.a) ? (int(input.a) - 1) : int(input.a)"],
  ["[.a[].b] | add", "sum(input.a.map(each, each.b))"],
  ["[.a[] | [.b[] | .c]]", "input.a.map(each, each.b.map(each6, each6.c))"],
  [".a | map(.)", "input.a"],
  [".a | map(select(.b > 1))", "input.a.filter(one, one.b > 1)"],
  [".a | map(select(.b > 1) | .c) | length", "size(input.a.filter(one, one.b > 1).map(one, one.c))"],
  [".a + {b: 1} | .b", "1"],
  ["(.a)", "input.a"],
  [".a?", "input.a"],
  [".a.[0]", "input.a[0]"],
  ["-.a", "-input.a"],
  ["-1", "-1"],
  ["[.a[]]", "input.a"],
  ["[.a[] | {x: [.b[] | .c]}]", 'input.a.map(each, {"x": each.b.map(each8, each8.c)})'],
  ["[.a[].b[0]]", "input.a.map(each, each.b[0])"],
  ["[.a[] | $n]", "input.a.map(each, 3)"],
  ["[.a[].b.c]", "input.a.map(each, each.b.c)"],
  ["[1, .a, true, null]", "[1, input.a, true, null]"],
  ["{$n}", '{"n": 3}'],
  ["if .a then .b end", "input.a ? input.b : input"],
  ['"(.a) is no expression"', '"(.a) is no expression"'],
  ['"\\(.a | length) of \\((.b)) items\\n"', 'string(size(input.a)) + " of " + string(input.b) + " items\\n"'],
  [".a | first", "input.a[0]"],
  [".a | last", "(input.a)[size(input.a) - 1]"],
  [".a | all(. > 1)", "input.a.all(one, one > 1)"],
  ["empty", "null"],
  ["(.a | length) // 5", "size(input.a)"],
  ["$order.id // 5", "input.id != null ? input.id : 5"],
  ['."a b" // 5', 'input[?"a b"].orValue(5)'],
  ["$order.id // null", "input.id"],
  ["$order // 5", '{"id": input.id}'],
  ["$n // 5", "3"],
  ["$order.none // 5", "5"],
  ["/* a note */ .a", "input.a"],
  ["null + .a", "input.a"],
  [".a[.i]", "input.a[input.i]"],
  ["$nil // 5", "5"],
  ["$both.x // 5", "(input.?x.hasValue() || other.?x.hasValue()) ? other.?x.or(input.?x).orValue(null) : 5"],
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
  ["($states.input.a)", "input.a"],
  ["$states.input.a ? 1", "input.a ? 1 : null"],
  ["$states.input.`order id`.'b c'", 'input["order id"]["b c"]'],
  ["$states.input.items[price > 10].name", "input.items.filter(each, each.price > 10).map(each, each.name)"],
  ["$states.input.items[lines[qty > 1][0].qty = 2]", "input.items.filter(each, each.lines.filter(each1, each1.qty > 1)[0].qty == 2)"],
  ["$states.input.items[$ > 1]", "input.items.filter(each, each > 1)"],
  ["$states.input.items[`is open`]", 'input.items.filter(each, each["is open"])'],
  ["$states.input.items[-1]", "(input.items)[size(input.items) - 1]"],
  ["$states.input.items[$n]", "input.items[3]"],
  ["$states.input.items[]", "input.items"],
  ["$list[1].b", "1"],
  ["true and false or null = $n", "(true && false) || (null == 3)"],
  ["$append($states.input.a, [1])", "((type(input.a) == list) ? input.a : [input.a]) + [1]"],
  ["$append($list, $order)", '["a", {"b": 1}] + [{"id": input.id}]'],
  ["$append($n, 'a' & $states.input.b)", '[3] + ["a" + string(input.b)]'],
  ["$append($known, [])", '[{"a": 1}] + []'],
  ["$append($rows, $shown)", "rows + [shown]"],
  ["$sum($states.input.a.b)", "sum((type(input.a) == list) ? input.a.map(each, each.b) : input.a.b)"],
  ["$sum($states.input.b)", "sum(input.b)"],
  ["$count($rows.b)", "size(rows.map(each, each.b))"],
  ["$max($order.id)", "max(input.id)"],
  ["$min($states.input.a[b > 1].c)", "min(input.a.filter(each, each.b > 1).map(each, each.c))"],
  ["$average($list)", 'sum(["a", {"b": 1}]) / size(["a", {"b": 1}])'],
  ["$join($rows.b, '-')", 'rows.map(each, each.b).join("-")'],
  ["$string($n)", "string(3)"],
  ["$string($states.input.a)", "string(input.a)"],
  ["$floor($n)", "(int(3) > 3) ? (int(3) - 1) : int(3)"],
  ["$split($states.input.a, ',')", 'input.a.split(",")'],
  ["$states.input.a[$states.input.b]", "input.a[input.b]"],
  ["$states.input.a[$count($states.input.a) - 1]", "input.a[size(input.a) - 1]"],
  ["$states.input.a[$count($rows)]", "input.a[size(rows)]"],
  ["$states.input.a[b]", "input.a.filter(each, each.b)"],
  ["$states.input.a[$exists(b)]", "input.a.filter(each, each.?b.hasValue())"],
  ["'\\u0041\\'\\n'", '"A\'\\n"'],
  ["1 in [1, 2]", "1 in [1, 2]"],
  ["a.b", "input.a.b"],
  ["$.a.b", "input.a.b"],
  ["$exists($states.input.a[0].b)", "input.?a[?0].?b.hasValue()"],
  ["$exists($states.input.a[0])", "input.?a[?0].hasValue()"],
  ["$exists($states.input.a[-1].b)", "(input.a)[size(input.a) - 1].?b.hasValue()"],
  ["$exists($both.x[0].b)", "other.?x.or(input.?x).orValue(null)[0].?b.hasValue()"],
  ["$exists($list[1].b)", "true"],
  ["$exists($order.id[0])", "input.id[?0].hasValue()"],
  ["$exists($count($states.input.a))", "size(input.a) != null"],
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
  ["States.ArrayRange(5, 1, 2)", "[]"],
  ["States.StringSplit($.a, '/')", 'input.a.split("/")'],
  ["States.StringSplit($.a, $.b)", "input.a.split(input.b)"],
  ["States.JsonMerge($.a, $order, false)", '{"id": input.id}'],
  ["States.MathAdd($.a, -1)", "input.a + -1"],
  ["States.Array(true, null, 'x', -2)", '[true, null, "x", -2]'],
  ["States.Format('\\{\\} {} {}', $.a)", '"{} " + string(input.a) + " {}"'],
  ["$.a[?(@.b == $.c && $n < @.d[0])]", "input.a.filter(each, (each.b == input.c) && (3 < each.d[0]))"],
  ["$.a[?(@.b > 1 || @.c > 1)]", "input.a.filter(each, (each.b > 1) || (each.c > 1))"],
  ["$.a[?(@.b == States.Format('{}', $.c))]", "input.a.filter(each, each.b == (string(input.c)))"],
  ["$.a[*][0]", "input.a.map(each, each[0])"],
  ["$.a[?(@.b)].c", "input.a.filter(each, each.?b.hasValue()).map(each, each.c)"],
  ["$.a.[0].b", "input.a[0].b"],
  ["$.[?(@.a > 1)]", "input.filter(each, each.a > 1)"],
  ["$list[0]", '"a"'],
  ["$list[1].b", "1"],
  ["$list[-2]", '"a"'],
] as const;

const JQ_LOST = [
  [".a | ltrimstr(1)", '"ltrimstr" has no counterpart'],
  [".a | reduce", '"reduce" has no counterpart'],
  [".a | map", '"map" has no counterpart'],
  [".a | map(.b[])", "the items of several lists in one list have no counterpart"],
  ['.a | split("b"; "g")', '"split" has no counterpart'],
  [".a | not(1; 2)", '"not" has no counterpart'],
  [".a | has(1)", '"has" has no counterpart'],
  [".a | select(.b)", '"select" of a single value has no counterpart'],
  [".a +", "it ends too early"],
  [".a[1:3]", "a part of a list cannot be taken"],
  [".a.$n", '"." has no counterpart here'],
  [".a @", '"@" has no counterpart here'],
  ["!.a", '"!" has no counterpart here'],
  ["`a`", '"`a`" has no counterpart here'],
  ["[.a[] | .b[]]", "the items of several lists in one list have no counterpart"],
  ["[.a[].b[]]", "the items of several lists in one list have no counterpart"],
  ["(.a", '")" is expected before "the end"'],
  ["(.a .b", '")" is expected before "."'],
  ["{(.a): 1}", "a computed name of a member has no counterpart"],
  [".a | round()", '"round()" has no argument'],
  ["$nobody", 'nothing is called "$nobody" here'],
  ["$nobody | .a", 'nothing is called "$nobody" here'],
  ["$nobody // 1", 'nothing is called "$nobody" here'],
  ["$list[7]", "the list has no item 7"],
  ['$order["x"]', 'there is no "x" at this place'],
  ["$order.x", 'there is no "x" at this place'],
  ["1 + true", 'its types do not fit: There is no "+" for number and bool'],
  ["{a: 1} | tostring", "its types do not fit: There is no string(map)"],
  ['"\\($nobody)"', 'nothing is called "$nobody" here'],
  [`.a${" | .b".repeat(70)}`, "it is too long"],
  [`.a${".b".repeat(70)}`, "it is nested too deeply"],
  [`.a${" + .b".repeat(70)}`, "it is too long"],
  [`.a${" // .b".repeat(70)}`, "it is nested too deeply"],
  [".a ".repeat(5_000), "it is too long"],
] as const;

const JSONATA_LOST = [
  ["($x := 1; $x)", "a block with variables has no counterpart"],
  ["$map(a, function($v) { $v })", '"function(…)" has no counterpart'],
  ["a ~> $sum", '"~>" has no counterpart'],
  ["a^(b)", '"^" has no counterpart'],
  ["[1..3]", "a range has no counterpart"],
  ["{ a: 1 }", "a computed name of a member has no counterpart"],
  ["$states.input.*", '"*" behind a dot has no counterpart'],
  ["$now()", '"$now" has no counterpart'],
  ["$exists($now().b)", '"$now" has no counterpart'],
  ["$boolean($states.input.a)", '"$boolean" has no counterpart'],
  ["$split($states.input.a, ',', 2)", '"$split" has no counterpart'],
  ["$join()", '"$join" has no counterpart'],
  ["$string($states.input)", "a document has no text"],
  ["$string($rows)", "a document has no text"],
  ["$exists()", '"$exists" has no counterpart'],
  ["$append([1])", '"$append" has no counterpart'],
  ["$merge($states.input.a)", '"$merge" has no counterpart'],
  ["$uppercase()", "its types do not fit: There is no null.upperAscii()"],
  ["/ab/", '"/" has no counterpart here'],
  ["a[b > 1].c[0]", "a predicate behind a predicate and a name has no counterpart"],
  ["", "it ends too early"],
  [`1${" ? 1".repeat(70)}`, "it is nested too deeply"],
  [`$states${".a".repeat(70)}`, "it is nested too deeply"],
] as const;

const PATHS_LOST = [
  ["$..a", '".." searches all levels'],
  ["$.*", '".*" takes all members'],
  ["$.1", '"1" is no name of a member'],
  ["$.a[b]", '"b" is no index'],
  ["$.a[0:2]", "a part of a list cannot be taken"],
  ["$.a[?(@.b)][x]", '"x" is no index'],
  ["$.a[*].b[*].c", "the items of several lists in one list have no counterpart"],
  ["$.a[?(@.b)].c[?(@.d)]", "the items of several lists in one list have no counterpart"],
  ["a.b", '"a" begins no path'],
  ["States.Base64Encode($.a)", '"States.Base64Encode" has no counterpart'],
  ["States.toString($.a)", '"States.toString" has no counterpart'],
  ["States.Format($.a, 1)", '"States.Format" has no counterpart'],
  ["States.ArrayLength($.a, $.b)", '"States.ArrayLength" has no counterpart'],
  ["States.StringSplit($.a, ',;')", '"States.StringSplit" has no counterpart'],
  ["States.ArrayContains($.a)", '"States.ArrayContains" has no counterpart'],
  ["States.JsonMerge($.a)", '"States.JsonMerge" has no counterpart'],
  ["States.ArrayRange(1, $.n, 2)", '"States.ArrayRange" has no counterpart'],
  ["States.ArrayRange(1, 5, 0)", '"States.ArrayRange" has no counterpart'],
  ["States.ArrayRange(1, 5000, 1)", "a range of more than 1000 items is no list that anybody writes"],
  [`States.Array(${"$order, ".repeat(250)}1)`, "it grows too large to be one expression"],
  ["States.MathAdd($nobody, 1)", 'nothing is called "$nobody" here'],
  ["$nobody[0]", 'nothing is called "$nobody" here'],
  ["$.a[?(@.b == $nobody)]", 'nothing is called "$nobody" here'],
  ["$list.b", 'there is no "b" at this place'],
  [`$${".a".repeat(70)}`, "it is nested too deeply"],
  ["States.Array(".repeat(70), "it is nested too deeply"],
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

  test.each(JQ_LOST)("of jq without a counterpart says why: %s", (source, why) => {
    expect(celFrom(parseJq(source))).toBe(`lost: ${why}`);
  });

  test.each(JSONATA_LOST)("of JSONata without a counterpart says why: %s", (source, why) => {
    const query = parseJsonata(source);

    expect(celFrom(query)).toBe(`lost: ${why}`);
  });

  test.each(PATHS_LOST)("of JSONPath without a counterpart says why: %s", (source, why) => {
    expect(celFrom(parseJsonPath(source))).toBe(`lost: ${why}`);
  });

  test("that has one is an expression that checks", () => {
    const cel = [...JQ, ...JSONATA, ...PATHS].map(([, each]) => each);
    const names = { input: "dyn", other: "dyn", rows: "dyn", shown: "dyn", saga: "map" } as const;

    expect(cel.flatMap((source) => checkExpression(source, names).problems.map(({ message }) => `${source}: ${message}`))).toEqual([]);
  });

  test("of what is certainly missing is null where the language says so, and lost where it does not", () => {
    const query = parseJq("$order.none");

    expect([celFrom(query, { missingIsNull: true }), celFrom(query)]).toEqual(["null", 'lost: there is no "none" at this place']);
  });

  test.each([
    [".a.b != null", "input.?a.?b.orValue(null) != null"],
    ["null == .a", "null == input.?a.orValue(null)"],
    ["$order.id == null", "input.id == null"],
    [".a == .b", "input.a == input.b"],
    [".a > 1", "input.a > 1"],
  ])("asks whether a member is there where what is missing is null: %s", (source, cel) => {
    expect(celFrom(parseJq(source), { missingIsNull: true })).toBe(cel);
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
