import { describe, expect, test } from "vitest";
import { jsonataOf, NOTHING } from "./jsonata.ts";
import { namesFrom } from "./names-from.ts";

const names = namesFrom(
  new Map([
    ["a", "$a"],
    ["b", "$b"],
    ["gone", NOTHING],
    ["steps.x.output", "$steps_x"],
    ["vars.n", "$vars_n"],
  ]),
  () => null,
);

const COUNT = '(function($v) { $type($v) = "string" ? $length($v) : $type($v) = "object" ? $count($keys($v)) : $count($v) })';
const ADD = '(function($l, $r) { $type($l) = "number" ? $l + $r : $type($l) = "array" ? $append($l, $r) : $l & $r })';
const AT = '(function($o, $i) { $type($o) = "object" ? $lookup($o, $i) : $o[$i] })';

describe("an expression in JSONata", () => {
  test.each([
    ["null", "null"],
    ["1.5", "1.5"],
    ['"a\\"b"', '"a\\"b"'],
    ["a", "$a"],
    ["a.b.c", "$a.b.c"],
    ['a["first name"]', "$a.`first name`"],
    ["[a, 1]", "[$a, 1]"],
    ['{"n": a, "m": [b]}', '{"n": $a, "m": [$b]}'],
    ['{"n": a}.n', '({"n": $a}).n'],
    ["!a", "$not($a)"],
    ["-a", "-($a)"],
    ["a && b || !b", "(($a and $b) or $not($b))"],
    ["a ? b : 1", "($a ? $b : 1)"],
  ])("reads as it does in the saga: %s", (source, text) => {
    expect(jsonataOf(source, names)).toEqual({ text, canBeNone: false });
  });

  test.each([
    ["a == b", "($a = $b)"],
    ["a != b", "($a != $b)"],
    ["a >= 2", "($a >= 2)"],
    ["a % 2", "($a % 2)"],
    ["a in [1, 2]", "($a in [1, 2])"],
    ["a in b", '($a in (function($v) { $type($v) = "object" ? $keys($v) : $v })($b))'],
  ])("has an operator for each: %s", (source, text) => {
    expect(jsonataOf(source, names)?.text).toBe(text);
  });

  test.each([
    ['a + "!"', '($a & "!")'],
    ["string(a) + b", "($string($a) & $b)"],
    ['a + "," + b', '(($a & ",") & $b)'],
    ["a + 1", "($a + 1)"],
    ["a * 2 + b", "(($a * 2) + $b)"],
    ["-a + b", "(-($a) + $b)"],
    ["size(a) + b", `(${COUNT}($a) + $b)`],
    ["a + 1 + b", "(($a + 1) + $b)"],
    ["a + b", `${ADD}($a, $b)`],
    ["a + b + a", `${ADD}(${ADD}($a, $b), $a)`],
    ["a.lowerAscii() == b ? a : a + [1]", `(($lowercase($a) = $b) ? $a : ${ADD}($a, [1]))`],
  ])("adds numbers and joins texts and lists, as the values are where nothing shows it: %s", (source, text) => {
    expect(jsonataOf(source, names)?.text).toBe(text);
  });

  test.each([
    ["a[0].id", "(($a)[0]).id"],
    ["a[b]", `${AT}($a, $b)`],
  ])("reads lists by index and objects by key: %s", (source, text) => {
    expect(jsonataOf(source, names)?.text).toBe(text);
  });

  test.each([
    ["size(a)", `${COUNT}($a)`],
    ["double(a)", "$number($a)"],
    ["dyn(a)", "$a"],
    ['a.contains("x")', '$contains($a, "x")'],
    ['a.startsWith("x")', '($substring($a, 0, $length("x")) = "x")'],
    ['a.endsWith("x")', '($substring($a, $length($a) - $length("x")) = "x")'],
    ["a.lowerAscii()", "$lowercase($a)"],
    ["a.upperAscii()", "$uppercase($a)"],
    ["a.trim()", '$replace($a, /^\\s+|\\s+$/, "")'],
    ['a.split(",")', '$split($a, ",")'],
    ["a.join()", "$join($a)"],
    ['a.join("-")', '$join($a, "-")'],
    ["sum(a)", "$sum($a)"],
    ["a.min()", "$min($a)"],
    ["max(a)", "$max($a)"],
    ["min(a, 2)", "$min([$a, 2])"],
    ["max(a, b, 3)", "$max([$a, $b, 3])"],
    ['id("card")', '($states.context.Execution.Name & "-" & "card")'],
  ])("calls the function that does the same: %s", (source, text) => {
    expect(jsonataOf(source, names)?.text).toBe(text);
  });

  test.each([
    ["a.map(i, i.id)", "[$map($a, function($i) { $i.id })]"],
    ["a.map(i, i.ok, i.id)", "[$map($filter($a, function($i) { $i.ok }), function($i) { $i.id })]"],
    ["a.filter(i, i.ok)", "[$filter($a, function($i) { $i.ok })]"],
    ["a.exists(i, i > b)", "($count($filter($a, function($i) { ($i > $b) })) > 0)"],
    ["a.exists_one(i, i.ok)", "($count($filter($a, function($i) { $i.ok })) = 1)"],
    ["a.map(count, count + size(b))", `[$map($a, function($count_) { ($count_ + ${COUNT}($b)) })]`],
    ["a.all(i, i.ok)", "($count($filter($a, function($i) { $not($i.ok) })) = 0)"],
  ])("goes through lists: %s", (source, text) => {
    expect(jsonataOf(source, names)?.text).toBe(text);
  });

  test.each([
    ["has(a.b)", "$exists($a.b)"],
    ["has(steps.x.output)", "($steps_x != null)"],
    ["has(vars.n)", "($vars_n != null)"],
    ['steps.x.?output.orValue("none")', '(($steps_x != null) ? $steps_x : "none")'],
    ["a.?b.orValue(1)", "($exists($a.b) ? $a.b : 1)"],
    ["a.map(i, i)[?0].orValue(1)", `($exists(([$map($a, function($i) { $i })])[0]) ? ([$map($a, function($i) { $i })])[0] : 1)`],
  ])("asks whether something is there, of a variable whether it was assigned: %s", (source, text) => {
    expect(jsonataOf(source, names)).toEqual({ text, canBeNone: false });
  });

  test.each(["a.?b", "a.?b.c", "a[?0]", "a[?0].c", "a.?b.or(a.?c)", "a ? b : b.?c", "a ? b.?c : b"])(
    "may give nothing only where a member is optional: %s",
    (source) => {
      expect(jsonataOf(source, names)?.canBeNone).toBe(true);
    },
  );

  test("of what is certainly not there gives nothing", () => {
    expect(jsonataOf("gone", names)).toEqual({ text: "()", canBeNone: false });
    expect(jsonataOf("has(gone.x)", names)?.text).toBe("$exists(().x)");
  });

  test.each([
    "a +",
    "unknown",
    "unknown.x",
    "unknown + a",
    '{"n": unknown}',
    "int(a)",
    "a.split(',', 2)",
    'a.matches("x")',
    "a.map(i, unknown)",
    "a.map(i, unknown, i)",
    "unknown.map(i, i)",
    "a.map(i, i)[0].x + unknown",
  ])("has no words rather than wrong ones: %s", (source) => {
    expect(jsonataOf(source, names)).toBeNull();
  });
});
