import { describe, expect, test } from "vitest";
import { findFunctions, functionNames } from "./functions.ts";
import { evaluate } from "./render.ts";

const scope = {
  at: "2024-02-29T23:30:45.123Z",
  saga: { id: "01900000-0000-7000-8000-000000000001", startedAt: "2026-11-20T09:00:00.000Z" },
  input: { a: 1, nothing: null, list: ["x", "y"], map: { k: "v" } },
};
const resultOf = (source: string): unknown => {
  const result = evaluate(source, scope);
  return result.ok ? result.value : result.error.code;
};

describe("the function library", () => {
  test.each([
    ["'a,b,c'.split(',')", ["a", "b", "c"]],
    ["'a,b,c'.split(',', 2)", ["a", "b,c"]],
    ["'a,b,c'.split(',', 0)", []],
    ["'a,b,c'.split(',', -1)", ["a", "b", "c"]],
    ["'a,b,c'.split(',', 9)", ["a", "b", "c"]],
    ["['a', 'b'].join()", "ab"],
    ["['a', 'b'].join('-')", "a-b"],
    ["[].join('-')", ""],
    ["'ÄbC'.lowerAscii()", "Äbc"],
    ["'äbC'.upperAscii()", "äBC"],
    ["'  a '.trim()", "a"],
    ["'abc'.contains('b') && 'abc'.startsWith('a') && 'abc'.endsWith('c')", true],
    ["'abc'.contains('x') || 'abc'.startsWith('b') || 'abc'.endsWith('b')", false],
    ["size('a😀') + 'a😀'.size()", 4],
    ["size({'a': 1, 'b': 2})", 2],
    ["sum([1, 2.5]) + [1].sum() + sum([])", 4.5],
    ["min([3, 1, 2]) + [3, 1, 2].max()", 4],
    ["min(3, 1) + max(1, 2, 3) + min(4, 3, 2, 1)", 5],
    ["max(['a', 'b'])", "b"],
    ["string(max(duration('1s'), duration('2s')))", "PT2S"],
    ["string(1.5) + string(2) + string(true) + string('x')", "1.52truex"],
    ["string(timestamp('2026-01-02T03:04:05Z'))", "2026-01-02T03:04:05.000Z"],
    ["string(duration('90m'))", "PT1H30M"],
    ["string(duration('PT5S'))", "PT5S"],
    ["duration('1d2h3m4s500ms')", "P1DT2H3M4.5S"],
    ["duration('7d')", "P7D"],
    ["duration('0ms')", "PT0S"],
    ["duration(duration('1s')) + duration('1s')", "PT2S"],
    ["duration('1s') - duration('3s')", "-PT2S"],
    ["duration('90m').getHours() + duration('90m').getMinutes() + duration('90m').getSeconds() + duration('5ms').getMilliseconds()", 5496],
    ["timestamp('2026-01-01T00:00:00+01:00')", "2025-12-31T23:00:00.000Z"],
    ["timestamp('2026-01-01T00:00:00-01:30')", "2026-01-01T01:30:00.000Z"],
    ["timestamp('2026-01-01T00:00:00.123456789Z')", "2026-01-01T00:00:00.123Z"],
    ["timestamp(0)", "1970-01-01T00:00:00.000Z"],
    ["timestamp(timestamp(1)) == timestamp(1)", true],
    ["timestamp(at) - timestamp('2024-02-29T23:30:00Z')", "PT45.123S"],
    ["timestamp(0) + duration('1d') > timestamp(0)", true],
    ["duration('1d') + timestamp(0) - duration('1d') == timestamp(0)", true],
    ["[timestamp(at).getFullYear(), timestamp(at).getMonth(), timestamp(at).getDate(), timestamp(at).getDayOfMonth()]", [2024, 1, 29, 28]],
    ["[timestamp(at).getDayOfWeek(), timestamp(at).getDayOfYear(), timestamp(at).getHours(), timestamp(at).getMinutes()]", [4, 59, 23, 30]],
    ["[timestamp(at).getSeconds(), timestamp(at).getMilliseconds()]", [45, 123]],
    [
      "[timestamp(at).getDate('Europe/Berlin'), timestamp(at).getHours('Europe/Berlin'), timestamp(at).getMilliseconds('Europe/Berlin')]",
      [1, 0, 123],
    ],
    [
      "[timestamp(at).getHours('+02:00'), timestamp(at).getHours('-02:30'), timestamp(at).getHours('01:00'), timestamp(at).getHours('UTC')]",
      [1, 21, 0, 23],
    ],
    ["saga.startedAt + duration('1h')", "2026-11-20T10:00:00.000Z"],
    ["bool('true') && bool(true) && !bool('0')", true],
    ["dyn(1) == 1", true],
    [
      "[type(1) == double, type(1) == int, type('a') == string, type(null) == null_type, type([]) == list, type({}) == map]",
      [true, true, true, true, true, true],
    ],
    ["type(timestamp(0))", "google.protobuf.Timestamp"],
    ["type(string) == type", true],
    ["id('a') == id('a') && id('a') != id('b')", true],
    ["'abc'.matches('b') && matches('abc', '^a.c$') && !'abc'.matches('^b')", true],
    ["optional.of(1).hasValue() && !optional.none().hasValue()", true],
    ["optional.of(1).value() + optional.of(null).orValue(2)", "EXPRESSION_FAILED"],
    ["optional.of(null).value()", null],
    ["optional.none().or(optional.of(2)).value()", 2],
    ["optional.of(1).or(nope).value()", 1],
    ["optional.of(1) == optional.of(1) && optional.none() == optional.none() && optional.of(1) != optional.none()", true],
  ])("%s", (source, expected) => {
    expect(resultOf(source)).toEqual(expected);
  });

  test.each([
    "[1].join()",
    "sum(['a'])",
    "min([])",
    "min([1, 'a'])",
    "max(1, null)",
    "bool('yes')",
    "timestamp('2026-02-30T00:00:00Z')",
    "timestamp('2026-01-01')",
    "timestamp('2026-01-01T24:00:00Z')",
    "timestamp('2026-01-01T00:60:00Z')",
    "timestamp('2026-01-01T00:00:60Z')",
    "timestamp('2026-01-01T00:00:00+99:00')",
    "timestamp('0000-01-01T00:00:00Z')",
    "timestamp('2026-13-01T00:00:00Z')",
    "timestamp(9999999999999)",
    "timestamp(at) + duration('400d') + timestamp(at)",
    "duration('5x')",
    "duration('1.5h')",
    "duration('999d')",
    "timestamp(at).getHours('Nowhere/City')",
    "timestamp(at).getHours('+99:00')",
    "'a'.matches('(')",
    "'a'.matches('(?=a)')",
    "'a'.matches('(a)\\\\1')",
    "optional.none().value()",
    "input.a.orValue(1)",
    "optional.none().or(1)",
    "size(1)",
    "size(1, 2)",
    "string(null)",
  ])("%s fails", (source) => {
    expect(resultOf(source)).toBe("EXPRESSION_FAILED");
  });

  test.each([
    "'a'.indexOf('b')",
    "'a'.substring(0)",
    "b.json()",
    "'a'.replace('a', 'b')",
    "math.greatest(1, 2)",
    "now()",
    "random()",
    "cel.bind(x, 1, x)",
  ])("%s does not exist", (source) => {
    expect(resultOf(source)).toMatch(/^UNKNOWN_(?:FUNCTION|NAME)$/);
  });

  test("id() is the UUIDv5 of the saga's id and the name", () => {
    const dnsNamespace = { saga: { id: "6ba7b810-9dad-11d1-80b4-00c04fd430c8" } };

    const result = evaluate("id('www.example.com')", dnsNamespace);

    expect(result).toEqual({ ok: true, value: "2ed6657d-e927-568b-95e1-2665a8aea6a2" });
  });

  test("id() tells sagas apart whose ids are no UUIDs, and needs an id", () => {
    const first = evaluate("id('x')", { saga: { id: "saga-1" } });
    const second = evaluate("id('x')", { saga: { id: "saga-2" } });

    expect(first).not.toEqual(second);
    expect(evaluate("id('x')", {})).toMatchObject({ ok: false, error: { code: "UNKNOWN_NAME" } });
    expect(evaluate("id('x')", { saga: { id: "" } })).toMatchObject({ ok: false, error: { code: "UNKNOWN_NAME" } });
  });

  test("names are listed for completion, macros too", () => {
    expect(functionNames(false)).toContain("has");
    expect(functionNames(true)).toEqual(expect.arrayContaining(["filter", "orValue", "split"]));
    expect(findFunctions("toString", true)).toEqual([]);
  });
});
