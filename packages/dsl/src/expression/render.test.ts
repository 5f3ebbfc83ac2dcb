import { describe, expect, test } from "vitest";
import { createExpressions, evaluate, evaluateBoolean, renderJson, renderPath, renderText } from "./render.ts";

const scope = {
  input: { id: "o-1", count: 2, on: true, nothing: null, items: [{ n: 1 }, { n: 2 }], text: "${ input.id }", "x-id": "h" },
  steps: { ship: { status: "succeeded", output: { tracking: "t" } }, idle: { status: "pending" } },
  saga: { id: "s", startedAt: "2026-11-20T09:00:00.000Z", updatedAt: "not a time" },
  env: { BASE: "https://shop.example/api" },
  done: (state: string) => state === "ship",
  odd: () => ({}),
};
const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string => result.error?.code ?? "ok";
const resultOf = (source: string): unknown => {
  const result = evaluate(source, scope);
  return result.ok ? result.value : result.error.code;
};

describe("renderJson", () => {
  test("a string that is one expression keeps the type of the value, white space aside", () => {
    const template = { id: "${ input.id }", items: "\n ${ input.items }\n", on: "${input.on}", n: ["${ input.count }", 3, null] };

    const result = renderJson(template, scope);

    expect(result).toEqual({ ok: true, value: { id: "o-1", items: [{ n: 1 }, { n: 2 }], on: true, n: [2, 3, null] } });
  });

  test("keys are never rendered and values never scanned twice", () => {
    const result = renderJson({ "${ input.id }": "${ input.text }", literal: "$${ input.id }", spliced: "a ${ input.text }" }, scope);

    expect(result).toEqual({ ok: true, value: { "${ input.id }": "${ input.id }", literal: "${ input.id }", spliced: "a ${ input.id }" } });
  });

  test("none leaves a member out and is null in a list and alone", () => {
    const none = "${ steps.idle.?output }";

    expect(renderJson({ a: none, b: [none], c: 1 }, scope)).toEqual({ ok: true, value: { b: [null], c: 1 } });
    expect(renderJson(none, scope)).toEqual({ ok: true, value: null });
    expect(renderJson("${ {'a': steps.idle.?output, 'b': [steps.idle.?output], 'c': steps.ship.?output} }", scope)).toEqual({
      ok: true,
      value: { b: [null], c: { tracking: "t" } },
    });
  });

  test("an error names the expression it is in", () => {
    const result = renderJson({ a: "${ input.id }", b: "x ${ input.nope } y" }, scope);

    expect(result).toEqual({
      ok: false,
      error: { code: "EXPRESSION_FAILED", message: '"input" has no "nope".', expression: "input.nope" },
    });
  });

  test("the template and the scope stay as they were, frozen or not", () => {
    const frozen = Object.freeze({ input: Object.freeze({ list: Object.freeze([3, 1]) }) });

    const result = renderJson({ a: "${ input.list.map(i, i + 1) }", b: "${ input.list + [2] }" }, frozen);

    expect(result).toEqual({ ok: true, value: { a: [4, 2], b: [3, 1, 2] } });
    expect(frozen).toEqual({ input: { list: [3, 1] } });
  });

  test("a template nested too deeply or with the key __proto__ is refused", () => {
    const deep = JSON.parse(`${"[".repeat(80)}${"]".repeat(80)}`);

    expect(codeOf(renderJson(deep, scope))).toBe("RESULT_TOO_DEEP");
    expect(codeOf(renderJson(JSON.parse('{"__proto__": 1}'), scope))).toBe("NAME_REFUSED");
  });
});

describe("renderText", () => {
  test.each([
    ["plain", "plain"],
    ["order/${ input.id }#${ input.count }/${ input.on }", "order/o-1#2/true"],
    ["${ input.count }", "2"],
    ["$${ x }", "${ x }"],
    ["at ${ saga.startedAt }", "at 2026-11-20T09:00:00.000Z"],
  ])("renders %j", (template, expected) => {
    expect(renderText(template, scope)).toEqual({ ok: true, value: expected });
  });

  test.each(["${ null }", "x ${ input.nothing }", "x ${ input.items }", "x ${ input }", "x ${ steps.idle.?output }"])(
    "does not splice %j",
    (template) => {
      expect(codeOf(renderText(template, scope))).toBe("SPLICE_NOT_SCALAR");
    },
  );

  test("an unclosed expression is an error of syntax", () => {
    expect(codeOf(renderText("a ${ b", scope))).toBe("EXPRESSION_SYNTAX");
  });
});

describe("renderPath", () => {
  const at = (value: string): Record<string, unknown> => ({ ...scope, v: value });

  test.each([
    ["/orders/${ v }", "a b/c?d#e", "/orders/a%20b%2Fc%3Fd%23e"],
    ["/orders/${ v }", "../../admin", "/orders/..%2F..%2Fadmin"],
    ["/orders/${ v }", "%2e%2e", "/orders/%252e%252e"],
    ["/orders/${ v }", "é\\\r\n", "/orders/%C3%A9%5C%0D%0A"],
    ["/a/${ v }.json", ".", "/a/..json"],
    ["/a/x${ v }/b/", "", "/a/x/b/"],
    ["/a/${ input.count }/", "", "/a/2/"],
    ["${ env.BASE }/orders/${ v }", "x/y", "https://shop.example/api/orders/x%2Fy"],
    ["${ v }/a", "https://evil.example", "https%3A%2F%2Fevil.example/a"],
    ["/static", "", "/static"],
  ])("%s with %j is %s", (template, value, expected) => {
    expect(renderPath(template, at(value))).toEqual({ ok: true, value: expected });
  });

  test.each([
    ["/a/${ v }", "."],
    ["/a/${ v }/b", ".."],
    ["/a/.${ v }", "."],
    ["/a/%2E${ v }", "."],
    ["/a/${ v }${ v }", "."],
    ["/a/${ v }?x", ".."],
    ["/a\\${ v }", ".."],
    ["/a/../b", "x"],
    ["/a/${ v }", ""],
    ["/a/${ v }", "\ud800"],
  ])("%s with %j is refused", (template, value) => {
    expect(codeOf(renderPath(template, at(value)))).toBe("PATH_SEGMENT_REFUSED");
  });

  test("only a scalar is a segment", () => {
    expect(codeOf(renderPath("/a/${ input.items }", scope))).toBe("SPLICE_NOT_SCALAR");
  });
});

describe("evaluate", () => {
  test.each([
    ["input.id", "o-1"],
    ["  ${ input.id } ", "o-1"],
    ["input['x-id']", "h"],
    ["input[input.id == 'o-1' ? 'count' : 'id']", 2],
    ["input.nothing", null],
    ["input.nothing == null", true],
    ["input.items[1].n", 2],
    ["input.items[?5].?n.orValue('none')", "none"],
    ["input.items[?1].n.orValue(0)", 2],
    ["steps.ship.?output.tracking.orValue('')", "t"],
    ["steps.ship.?output['tracking'].orValue('')", "t"],
    ["steps.ship.?output[string('tracking')].orValue('')", "t"],
    ["input.?id.?x.orValue(1)", 1],
    ["optional.of(input).id.orValue('')", "o-1"],
    ["[optional.of(input)].map(o, o.id.orValue(''))", ["o-1"]],
    ["has(steps.ship.output) ? steps.ship.output.tracking : 0", "t"],
    ["has(steps.idle.output) ? steps.idle.output.tracking : [null, 'a', {'b': 1}]", [null, "a", { b: 1 }]],
    ["has(input.nothing)", true],
    ["has(input['x-id']) && !has(steps.idle.?output.x)", true],
    ["has(steps.ship.?output.tracking)", true],
    ["input.items.map(i, i.n)", [1, 2]],
    ["input.items.map(i, i.n > 1, i.n)", [2]],
    ["input.items.filter(i, i.n > 1)", [{ n: 2 }]],
    ["input.items.all(i, i.n > 0) && input.items.exists(i, i.n == 2) && input.items.exists_one(i, i.n == 1)", true],
    ["{'b': 1, 'a': 2}.map(k, k)", ["b", "a"]],
    [
      "[1, 2].map(x, [10, 20].map(y, x + y))",
      [
        [11, 21],
        [12, 22],
      ],
    ],
    ["[1].map(input, input)", [1]],
    ["[{'startedAt': 'x'}].map(saga, saga.startedAt)", ["x"]],
    ["[{'startedAt': 'x'}].map(saga, saga.?startedAt.orValue(''))", ["x"]],
    ["saga.updatedAt", "not a time"],
    ["1 in [1, 2] && 'a' in {'a': 1} && !(3 in [1]) && !(1 in {'a': 1})", true],
    ["[1, [2, {'a': null}]] == [1, [2, {'a': null}]] && {'a': 1} != {'a': 2} && {'a': 1} != {'b': 1} && [1] != [1, 2]", true],
    ["{'a': 1} != {'a': 1, 'b': 2} && type(1) != type('a')", true],
    ["1 == '1' || null == false", false],
    ["'a' < 'b' && 'b' >= 'b' && false < true && !(2 < 1)", true],
    ["[1] + ['a']", [1, "a"]],
    ["(1 / 0 == 1) || true", true],
    ["false && (1 / 0 == 1)", false],
    ["(1 / 0 == 1) && false", false],
    ["[0, 1].exists(x, 1 / x == 1)", true],
    ["[0, 1].all(x, 1 / x == 2)", false],
    ["true ? 1 : nope", 1],
    ["done('ship') && !done('other')", true],
    ["{'a': type(1)}", { a: "double" }],
  ])("%s", (source, expected) => {
    expect(resultOf(source)).toEqual(expected);
  });

  test.each([
    ["nope", "UNKNOWN_NAME"],
    ["true || nope", "ok"],
    ["nope || true", "UNKNOWN_NAME"],
    ["foo(1)", "UNKNOWN_FUNCTION"],
    ["input.foo(1)", "UNKNOWN_FUNCTION"],
    ["done(1)", "EXPRESSION_FAILED"],
    ["odd()", "RESULT_NOT_JSON"],
    ["done", "RESULT_NOT_JSON"],
    ["input.nope", "EXPRESSION_FAILED"],
    ["input.id.x", "EXPRESSION_FAILED"],
    ["[1][0].x", "EXPRESSION_FAILED"],
    ["{'a': 1}.b", "EXPRESSION_FAILED"],
    ["input[string('nope')]", "EXPRESSION_FAILED"],
    ["input[1]", "EXPRESSION_FAILED"],
    ["has(input.nope.x)", "EXPRESSION_FAILED"],
    ["has(input.id.x)", "EXPRESSION_FAILED"],
    ["(1 / 0 == 1) || false", "EXPRESSION_FAILED"],
    ["[0, 1].all(x, 1 / x == 1)", "EXPRESSION_FAILED"],
    ["[0].exists(x, nope)", "UNKNOWN_NAME"],
    ["1 && true", "EXPRESSION_FAILED"],
    ["true || 1", "ok"],
    ["1 ? 2 : 3", "EXPRESSION_FAILED"],
    ["!1", "EXPRESSION_FAILED"],
    ["'a' < 1", "EXPRESSION_FAILED"],
    ["null < null", "EXPRESSION_FAILED"],
    ["1 in 'a'", "EXPRESSION_FAILED"],
    ["[1].map(x, 2, x)", "EXPRESSION_FAILED"],
    ["(1).map(x, x)", "EXPRESSION_FAILED"],
    ["{input.count: 1}", "EXPRESSION_FAILED"],
    ["{1: 1}", "EXPRESSION_SYNTAX"],
    ["{'__proto__': 1}", "NAME_REFUSED"],
    ["{'__pro' + 'to__': 1}", "NAME_REFUSED"],
    ["b'x'", "EXPRESSION_SYNTAX"],
    ["has(input)", "EXPRESSION_SYNTAX"],
    ["[1].map(1, 2)", "EXPRESSION_SYNTAX"],
    ["1 +", "EXPRESSION_SYNTAX"],
    ["a b", "EXPRESSION_SYNTAX"],
    ["", "EXPRESSION_SYNTAX"],
    ["${ input.id } x", "EXPRESSION_SYNTAX"],
    ["${ input.id", "EXPRESSION_SYNTAX"],
  ])("%s gives %s", (source, code) => {
    expect(codeOf(evaluate(source, scope))).toBe(code);
  });

  test("values that are no JSON do not come out", () => {
    const strange = { date: new Date(0), map: new Map(), nan: Number.NaN, big: 1n, holes: [undefined], gone: { a: undefined, b: 1 } };

    expect(["date", "map", "nan", "big", "holes"].map((name) => codeOf(evaluate(name, strange)))).toEqual([
      "RESULT_NOT_JSON",
      "RESULT_NOT_JSON",
      "NUMBER_NOT_EXACT",
      "RESULT_NOT_JSON",
      "RESULT_NOT_JSON",
    ]);
    expect(codeOf(evaluate("gone.a", strange))).toBe("EXPRESSION_FAILED");
  });

  test("a condition has to be true or false", () => {
    expect(evaluateBoolean("${ input.count > 1 }", scope)).toEqual({ ok: true, value: true });
    expect(evaluateBoolean("input.count", scope)).toEqual({
      ok: false,
      error: {
        code: "RESULT_NOT_BOOLEAN",
        message: "The expression gave a number, and true or false is needed.",
        expression: "input.count",
      },
    });
    expect(["null", "[1]", "{}"].map((source) => codeOf(evaluateBoolean(source, scope)))).toEqual(Array(3).fill("RESULT_NOT_BOOLEAN"));
  });
});

describe("bounds", () => {
  const many = { list: Array.from({ length: 3000 }, (_, index) => index), text: "x".repeat(200_000) };

  test.each([
    ["a map of a map", "list.map(a, list.map(b, a + b))", "BUDGET_EXCEEDED"],
    ["a test of a test", "list.all(a, list.all(b, true))", "BUDGET_EXCEEDED"],
    ["a side that is not needed", "true || list.all(a, list.all(b, true))", "ok"],
    ["a side that spends the budget", "list.all(a, list.all(b, true)) || true", "BUDGET_EXCEEDED"],
    ["two long texts", "[text, text]", "RESULT_TOO_LARGE"],
    ["many long joins", "text + text + text + text + text", "BUDGET_EXCEEDED"],
    ["a slow pattern on a long text", "text.matches('(x?){100}y?$')", "BUDGET_EXCEEDED"],
    ["many long comparisons", "list == list && list == list.map(a, a) && list == list && list == list", "BUDGET_EXCEEDED"],
    ["a pattern that repeats too often", "'a'.matches('a{1001}')", "EXPRESSION_FAILED"],
    ["a pattern that is too long", `'a'.matches('${"a".repeat(1001)}')`, "EXPRESSION_FAILED"],
    ["100 brackets", `${"(".repeat(100)}1${")".repeat(100)}`, "EXPRESSION_TOO_COMPLEX"],
    ["16,000 negations", `${"!".repeat(16_000)}true`, "EXPRESSION_TOO_COMPLEX"],
    ["a sum of 400", `1${"+1".repeat(400)}`, "EXPRESSION_TOO_COMPLEX"],
    ["a sum of 200", `1${"+1".repeat(200)}`, "ok"],
    ["a source of 17,000 characters", `'${"x".repeat(17_000)}'`, "EXPRESSION_TOO_COMPLEX"],
    ["60 lists in each other", `${"[".repeat(60)}1${"]".repeat(60)}`, "ok"],
    ["a sum of 3,000", "list.sum() + list.max()", "ok"],
  ])("%s", (_, source, code) => {
    expect(codeOf(evaluate(source, many))).toBe(code);
  });

  test("a value nested too deeply does not come out, a cycle neither", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;

    expect(codeOf(evaluate("cycle", { cycle }))).toBe("RESULT_TOO_DEEP");
  });

  test("the expressions of one template share a budget", () => {
    const template = Array.from({ length: 20 }, (_, index) => `\${ list.map(a, a + ${index}).size() > 0 }`);

    expect(codeOf(renderJson(template, { list: many.list.slice(0, 1500) }))).toBe("BUDGET_EXCEEDED");
  });

  test("caches stay within their bound and forget the least recently used", () => {
    const small = createExpressions({ maxCached: 2 });

    const values = Array.from({ length: 50 }, (_, index) => small.evaluate(`${index % 3} + ${index}`, {}));

    expect(values.every(({ ok }) => ok)).toBe(true);
  });
});
