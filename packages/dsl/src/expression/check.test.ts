import { describe, expect, test } from "vitest";
import { checkExpression, type ScopeTypes } from "./check.ts";

const declared: ScopeTypes = {
  input: {
    type: "object",
    required: ["orderId", "listed"],
    properties: {
      orderId: { type: "string" },
      total: { type: "number" },
      count: { type: "integer" },
      vip: { type: "boolean" },
      nothing: { type: "null" },
      open: { type: "object" },
      sealed: { type: "object", additionalProperties: false },
      extra: { type: "object", properties: { a: { type: "string" } }, additionalProperties: { type: "number" } },
      maybe: { type: ["object", "null"], properties: { a: { type: "string" } } },
      either: { type: ["string", "number"] },
      items: { type: "array", items: { $ref: "#/$defs/item" } },
      things: { type: "array" },
      lost: { $ref: "other.json#/x" },
      gone: { $ref: "#/$defs/missing" },
      numbered: { required: [5, "orderId"], properties: { orderId: { type: "string" } } },
      further: { $ref: "#/$defs/missing/deeper" },
      odd: { allOf: [5], properties: { a: { type: "string" } } },
      loop: { $ref: "#/properties/loop" },
      all: { allOf: [{ type: "object", properties: { a: { type: "string" } } }, { $ref: "#/$defs/item" }] },
      any: { oneOf: [{ type: "string" }, { type: "number" }] },
    },
    $defs: { item: { type: "object", properties: { price: { type: "number" }, name: { type: "string" } } } },
  },
  steps: {
    type: "object",
    properties: {
      reserve: {
        type: "object",
        properties: { status: { type: "string" }, output: { type: "object", properties: { id: { type: "string" } } } },
      },
    },
  },
  vars: "map",
  loose: "dyn",
  saga: { type: "object", properties: { id: { type: "string" }, startedAt: { type: "string" } } },
  rows: "list",
  done: "function",
};

const typeOf = (source: string): string => {
  const { resultType, problems } = checkExpression(source, declared);
  return problems.length === 0 ? resultType : `${problems[0]?.code}: ${problems[0]?.message}`;
};
const codesOf = (source: string): readonly string[] => checkExpression(source, declared).problems.map(({ code }) => code);
const readsOf = (source: string): readonly string[] =>
  checkExpression(source, declared).references.map(
    ({ path, guarded, guardedFrom }) => `${path.join(".")}${guarded ? ` from ${guardedFrom}` : ""}`,
  );

describe("checkExpression infers types", () => {
  test.each([
    ["input.orderId", "string"],
    ["input['orderId']", "string"],
    ["input.total + input.count / 2", "number"],
    ["-input.total", "number"],
    ["!input.vip", "bool"],
    ["input.nothing", "null"],
    ["input.listed.whatever", "dyn"],
    ["input.open.any.thing", "dyn"],
    ["input.extra.undeclared", "dyn"],
    ["input.maybe.a", "string"],
    ["input.either", "dyn"],
    ["input.any", "dyn"],
    ["input.all.a + input.all.name", "string"],
    ["input.items", "list"],
    ["input.items[0].price", "number"],
    ["input.items[?0].price.orValue(0)", "number"],
    ["input.?items[0].orValue(null)", "dyn"],
    ["input.numbered.orderId", "string"],
    ["input.items.map(i, i.name)[0]", "string"],
    ["input.items.map(i, i.price > 1, i.name)[0]", "string"],
    ["input.items.filter(i, i.price > 1)[0].name", "string"],
    ["input.items.all(i, i.price > 1) && input.items.exists_one(i, true)", "bool"],
    ["input.things[0].what", "dyn"],
    ["input.lost.x", "dyn"],
    ["input.gone.x", "dyn"],
    ["input.further.x", "dyn"],
    ["input.odd.a", "string"],
    ["input.loop.x", "dyn"],
    ["input.open.map(k, k)[0]", "string"],
    ["vars.a.b", "dyn"],
    ["vars[input.orderId]", "dyn"],
    ["loose[0] + loose['a']", "dyn"],
    ["loose.map(x, x)", "list"],
    ["loose + 'a'", "string"],
    ["loose - duration('1s')", "dyn"],
    ["rows[0]", "dyn"],
    ["rows + [1]", "list"],
    ["[1] + [2]", "list"],
    ["([1] + [2])[0]", "number"],
    ["[1, 'a'][0]", "dyn"],
    ["[[1], [2]][0][0]", "number"],
    ["[]", "list"],
    ["{'a': 1}.a", "number"],
    ["{input.orderId: 1}.b", "dyn"],
    ["{}", "map"],
    ["[{'a': 1}, {'b': 1}][0].c", "dyn"],
    ["[optional.of(1), optional.of(2)][0]", "optional"],
    ["has(input.total) ? input.total : 'none'", "dyn"],
    ["input.vip ? 1 : 2", "number"],
    ["steps.reserve.?output", "optional"],
    ["steps.reserve.?output.id.orValue('')", "string"],
    ["steps.reserve.?output.or(optional.none())", "optional"],
    ["loose.orValue(1)", "dyn"],
    ["optional.of(1).value()", "number"],
    ["loose.value()", "dyn"],
    ["saga.startedAt", "timestamp"],
    ["saga.startedAt - duration('1h')", "timestamp"],
    ["saga.startedAt - saga.startedAt", "duration"],
    ["[saga].map(saga, saga.startedAt)[0]", "string"],
    ["size(input.items) + input.orderId.size()", "number"],
    ["input.orderId.split(',')[0]", "string"],
    ["string(input.total)", "string"],
    ["string(loose)", "string"],
    ["type(input)", "type"],
    ["type(input) == string", "bool"],
    ["id('x')", "string"],
    ["done('a') && !done('b')", "bool"],
    ["input.orderId in ['a'] && 'a' in vars", "bool"],
    ["1 == null && loose == 'a' && input.total <= 2 && loose < 'a'", "bool"],
    ["null", "null"],
    ["timestamp('2026-01-01T00:00:00Z').getHours('UTC')", "number"],
    ["input.orderId.matches('^a')", "bool"],
  ])("%s is %s", (source, type) => {
    expect(typeOf(source)).toBe(type);
  });
});

describe("checkExpression reports", () => {
  test.each([
    ["1 +", "EXPRESSION_SYNTAX"],
    ["9007199254740993", "NUMBER_NOT_EXACT"],
    ["input.constructor", "NAME_REFUSED"],
    ["nope", "UNKNOWN_NAME"],
    ["[1].map(x, y)", "UNKNOWN_NAME"],
    ["input.nope", "UNKNOWN_PROPERTY"],
    ["input.?nope", "UNKNOWN_PROPERTY"],
    ["has(input.nope)", "UNKNOWN_PROPERTY"],
    ["input.sealed.x", "UNKNOWN_PROPERTY"],
    ["steps.resreve.output", "UNKNOWN_PROPERTY"],
    ["{'a': 1}.b", "UNKNOWN_PROPERTY"],
    ["nope(1)", "UNKNOWN_FUNCTION"],
    ["input.orderId.nope()", "UNKNOWN_FUNCTION"],
    ["undone('a')", "UNKNOWN_FUNCTION"],
    ["input.total.x", "EXPRESSION_TYPE"],
    ["input.orderId[0]", "EXPRESSION_TYPE"],
    ["input.items['a' + 'b']", "EXPRESSION_TYPE"],
    ["vars[0]", "EXPRESSION_TYPE"],
    ["loose[true]", "EXPRESSION_TYPE"],
    ["input.orderId + 1", "EXPRESSION_TYPE"],
    ["loose * 'a'", "EXPRESSION_TYPE"],
    ["-input.orderId", "EXPRESSION_TYPE"],
    ["!input.total", "EXPRESSION_TYPE"],
    ["input.total == 'a'", "EXPRESSION_TYPE"],
    ["steps.reserve.?output.id == 'a'", "EXPRESSION_TYPE"],
    ["input.total < 'a'", "EXPRESSION_TYPE"],
    ["[1] < [2]", "EXPRESSION_TYPE"],
    ["'a' in 'abc'", "EXPRESSION_TYPE"],
    ["1 in vars", "EXPRESSION_TYPE"],
    ["input.total && true", "EXPRESSION_TYPE"],
    ["true || input.total", "EXPRESSION_TYPE"],
    ["input.total ? 1 : 2", "EXPRESSION_TYPE"],
    ["input.total.map(x, x)", "EXPRESSION_TYPE"],
    ["input.items.filter(i, i.price)", "EXPRESSION_TYPE"],
    ["input.items.map(i, i.price, i)", "EXPRESSION_TYPE"],
    ["{input.total: 1}", "EXPRESSION_TYPE"],
    ["input.total.orValue(1)", "EXPRESSION_TYPE"],
    ["input.?total.or(1)", "EXPRESSION_TYPE"],
    ["size(1)", "EXPRESSION_TYPE"],
    ["size('a', 'b')", "EXPRESSION_TYPE"],
    ["input.orderId.startsWith(1)", "EXPRESSION_TYPE"],
    ["id()", "EXPRESSION_TYPE"],
    ["id(1)", "EXPRESSION_TYPE"],
    ["done", "EXPRESSION_TYPE"],
    ["done(1)", "EXPRESSION_TYPE"],
    ["duration('5x')", "EXPRESSION_TYPE"],
    ["timestamp('2026-02-30T00:00:00Z')", "EXPRESSION_TYPE"],
    ["int('x')", "EXPRESSION_TYPE"],
    ["'a'.matches('(')", "EXPRESSION_TYPE"],
    ["'a'.matches(')')", "EXPRESSION_TYPE"],
    ["matches('a', '(?=a)')", "EXPRESSION_TYPE"],
  ])("%s as %s", (source, code) => {
    expect(codesOf(source)).toEqual([code]);
  });

  test("all problems at once, each with its place and a suggestion", () => {
    const source = "input.oderId + szie(inptu)";

    const { problems } = checkExpression(source, declared);

    expect(problems.map(({ code, start, end, suggestion }) => [code, source.slice(start, end), suggestion])).toEqual([
      ["UNKNOWN_PROPERTY", "oderId", "orderId"],
      ["UNKNOWN_NAME", "inptu", "input"],
      ["UNKNOWN_FUNCTION", "szie(inptu)", "size"],
    ]);
  });

  test("a name far from every other one has no suggestion", () => {
    const problems = ["zzzzzzzz", "input.zzzzzzzz", "zzzzzzzz()"].flatMap((source) => checkExpression(source, declared).problems);

    expect(problems.map((problem) => "suggestion" in problem)).toEqual([false, false, false]);
  });

  test("id() is unknown where no saga is in scope", () => {
    const { problems } = checkExpression("id('x')", { event: "map" });

    expect(problems).toMatchObject([{ code: "UNKNOWN_FUNCTION", start: 0, end: 7 }]);
  });
});

describe("checkExpression lists what is read", () => {
  test.each([
    ["steps.reserve.output.id", ["steps.reserve.output.id"]],
    ["steps['reserve'].output", ["steps.reserve.output"]],
    ["input.items[0].price + input.total", ["input.items.*.price", "input.total"]],
    ["input.items[input.count].name", ["input.count", "input.items.*.name"]],
    ["input.items.map(i, i.price)", ["input.items", "input.items.*.price"]],
    ["input.items.map(i, i)", ["input.items", "input.items.*"]],
    ["input.open.map(k, k)", ["input.open"]],
    ["input.open.filter(input, input == 'a')", ["input.open"]],
    ["[1].map(x, x)", []],
    ["steps.reserve.?output.?id.orValue(null)", ["steps.reserve.output.id from 2"]],
    ["steps.reserve.output.?id", ["steps.reserve.output.id from 3"]],
    ["has(steps.reserve.output)", ["steps.reserve.output from 2"]],
    ["has({'a': 1}.a)", []],
    ["has({'a': 1}.a) && has(input.vip)", ["input.vip from 1"]],
    ["has(steps.reserve.output) ? steps.reserve.output.id : null", ["steps.reserve.output from 2", "steps.reserve.output.id from 2"]],
    ["has(steps.reserve.output) ? null : steps.reserve.output.id", ["steps.reserve.output from 2", "steps.reserve.output.id"]],
    ["!has(steps.reserve.output) ? null : steps.reserve.output.id", ["steps.reserve.output from 2", "steps.reserve.output.id from 2"]],
    ["has(steps.reserve.output) && steps.reserve.output.id == 'a'", ["steps.reserve.output from 2", "steps.reserve.output.id from 2"]],
    ["!has(steps.reserve.output) || steps.reserve.output.id == 'a'", ["steps.reserve.output from 2", "steps.reserve.output.id from 2"]],
    ["has(steps.reserve.output) || steps.reserve.output.id == 'a'", ["steps.reserve.output from 2", "steps.reserve.output.id"]],
    [
      "input.vip && has(steps.reserve.output) ? steps.reserve.output.?id : 0",
      ["input.vip", "steps.reserve.output from 2", "steps.reserve.output.id from 2"],
    ],
    ["input.items.map(i, has(i.name), i.name)", ["input.items", "input.items.*.name from 3", "input.items.*.name from 3"]],
    ["loose[?0].x", ["loose.*.x from 1"]],
    ["input.orderId.size()", ["input.orderId"]],
    ["id('x')", ["saga.id"]],
    ["nope.x", []],
    ["string", []],
  ])("%s", (source, reads) => {
    expect(readsOf(source)).toEqual(reads);
  });

  test("a reference has its place in the source", () => {
    const source = "1 + input.items[0].price";

    const [reference] = checkExpression(source, declared).references;

    expect(source.slice(reference?.start, reference?.end)).toBe("input.items[0].price");
  });

  test("calls of scope functions are listed with their literal arguments", () => {
    const { calls } = checkExpression("!(done('capture') && done(input.orderId))", declared);

    expect(calls).toEqual([
      { name: "done", arguments: ["capture"], start: 2, end: 17 },
      { name: "done", arguments: [null], start: 21, end: 40 },
    ]);
  });
});
