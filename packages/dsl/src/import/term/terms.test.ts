import { describe, expect, test } from "vitest";
import { presenceOf, readIndex, readMember, writeMember } from "./read-term.ts";
import { celOf, expressionOf, operandOf, templateOf } from "./render-term.ts";
import { layOver, listOf, literal, loose, memberNames, NOTHING, objectOf, type Term, textOf, tight } from "./term.ts";
import { keyOfTerm } from "./term-key.ts";

const INPUT = tight("input");
const ITEM = objectOf([
  ["a", literal(1)],
  ["b", tight("input.b")],
]);
const SHAPED = tight("vars.x", ITEM);
const PLAIN = tight("vars.y", literal({ a: { b: 2 } }));
const NAMED = tight("vars.z", SHAPED);
const LIST = tight("steps.each.output", listOf([]));
const OVER_INPUT = layOver(INPUT, ITEM);
const UNDER_INPUT = layOver(ITEM, INPUT);
const TWO_INPUTS = layOver(layOver(INPUT, ITEM), tight("steps.s.output"));

function celFrom(term: Term | undefined): string | null {
  return term === undefined ? null : celOf(term);
}

describe("a member of a value", () => {
  test.each<readonly [string, Term, string, string | null]>([
    ["of unknown shape is read by its name", INPUT, "x", "input.x"],
    ["that is no identifier is read by brackets", INPUT, "x y", 'input["x y"]'],
    ["that is a word of CEL is read by brackets", INPUT, "in", 'input["in"]'],
    ["of a computed value is read of its brackets", loose("a + b"), "x", "(a + b).x"],
    ["of known shape is read", SHAPED, "b", "vars.x.b"],
    ["of known shape that has none is none", SHAPED, "c", null],
    ["of the shape of another is read", NAMED, "a", "vars.z.a"],
    ["of the shape of another that has none is none", NAMED, "c", null],
    ["of a list of unknown length is none", LIST, "a", null],
    ["of a list is none", listOf([literal(1)]), "a", null],
    ["of a text is none", textOf([INPUT, "x"]), "a", null],
    ["of plain JSON is plain", literal({ a: [1] }), "a", "[1]"],
    ["of plain JSON that has none is none", literal({ a: 1 }), "toString", null],
    ["of a plain list is none", literal([1]), "0", null],
    ["of nothing is none", NOTHING, "a", null],
    ["of an object is what was put there", ITEM, "b", "input.b"],
    ["of an object over something is the object's", OVER_INPUT, "a", "1"],
    ["of what lies below is read there", OVER_INPUT, "c", "input.c"],
    ["of an object below falls back to it", UNDER_INPUT, "a", "input.?a.orValue(1)"],
    ["of several that may have it is the first that has", TWO_INPUTS, "c", "steps.s.output.?c.or(input.?c).orValue(null)"],
    ["of several stops at the one that has it for certain", TWO_INPUTS, "b", "steps.s.output.?b.orValue(input.b)"],
  ])("%s", (_what, term, name, cel) => {
    expect(celFrom(readMember(term, name, () => undefined))).toBe(cel);
  });

  test("is noted where the shape is unknown, and nowhere else", () => {
    const noted: string[] = [];
    const note = (value: string, member: string): void => void noted.push(`${value} ${member}`);

    for (const term of [INPUT, SHAPED, OVER_INPUT]) readMember(term, "c", note);
    presenceOf(INPUT, ["d", "e"], note);

    expect(noted).toEqual(["input c", "input c", "input d"]);
  });

  test("keeps what its shape tells of it", () => {
    const names = [SHAPED, PLAIN, NAMED].map((term) => readMember(term, "a", () => undefined)).map((term) => memberNames(term ?? null));

    expect(names).toEqual([null, ["b"], null]);
  });
});

describe("an item of a list", () => {
  test.each<readonly [string, Term, number, string | null]>([
    ["of unknown length is read by its index", INPUT, 1, "input[1]"],
    ["of a computed list is read of its brackets", loose("a + b"), 1, "(a + b)[1]"],
    ["of a text is read of its brackets", textOf(["a", INPUT]), 0, '("a" + string(input))[0]'],
    ["from the end counts", INPUT, -1, "(input)[size(input) - 1]"],
    ["that is known is what stands there", listOf([INPUT, literal(1)]), -1, "1"],
    ["that is not there is none", listOf([]), 0, null],
    ["of a plain list is plain", literal([1, 2]), 1, "2"],
    ["of a plain list from the end is plain", literal([1, 2]), -2, "1"],
    ["that a plain list has not is none", literal([1]), 1, null],
  ])("%s", (_what, term, index, cel) => {
    expect(celFrom(readIndex(term, index))).toBe(cel);
  });
});

describe("whether there is a member", () => {
  test.each<readonly [string, Term, readonly string[], string]>([
    ["of anything at all", INPUT, [], "true"],
    ["of a value of unknown shape is asked when it runs", INPUT, ["a", "b c"], 'input.?a[?"b c"].hasValue()'],
    ["of an object is known", ITEM, ["a"], "true"],
    ["of an object that has none is known", ITEM, ["c"], "false"],
    ["of a part of an object is asked when it runs", ITEM, ["b", "c"], "input.b.?c.hasValue()"],
    ["of a known shape is known", SHAPED, ["c"], "false"],
    ["of an object over something is known", OVER_INPUT, ["a"], "true"],
    ["of a part of an object over something is asked there", OVER_INPUT, ["b", "c"], "input.b.?c.hasValue()"],
    ["of what lies below is asked there", OVER_INPUT, ["c"], "input.?c.hasValue()"],
    ["of an object below is known", UNDER_INPUT, ["a"], "true"],
    ["of a part of an object below may be in either", UNDER_INPUT, ["b", "c"], "(input.b.?c.hasValue() || input.?b.?c.hasValue())"],
    ["of several that may have it is asked of each", TWO_INPUTS, ["c"], "(input.?c.hasValue() || steps.s.output.?c.hasValue())"],
  ])("%s", (_what, term, path, cel) => {
    expect(celOf(presenceOf(term, path, () => undefined))).toBe(cel);
  });
});

describe("a value over another", () => {
  test.each<readonly [string, Term, Term, string]>([
    ["covers a list", listOf([]), ITEM, '{"a": 1, "b": input.b}'],
    ["that is a list covers all", INPUT, LIST, "steps.each.output"],
    ["that is a text covers all", ITEM, textOf([INPUT, "x"]), 'string(input) + "x"'],
    ["adds to plain members", literal({ a: 0, c: 2 }), ITEM, '{"a": 1, "c": 2, "b": input.b}'],
    ["covers a plain value", literal(1), ITEM, '{"a": 1, "b": input.b}'],
    ["that is empty changes nothing", INPUT, objectOf([]), "input"],
    ["that is empty over nothing is empty", objectOf([]), objectOf([]), "{}"],
    ["adds to each member of a known shape", NAMED, objectOf([["b", literal(2)]]), '{"a": vars.z.a, "b": 2}'],
  ])("%s", (_what, base, top, cel) => {
    expect(celOf(layOver(base, top))).toBe(cel);
  });
});

describe("writing into a value", () => {
  test.each<readonly [string, Term, readonly string[], string]>([
    ["nowhere replaces it", ITEM, [], "9"],
    ["into nothing makes an object", NOTHING, ["a", "b"], '{"a": {"b": 9}}'],
    ["into a member keeps the others", ITEM, ["a"], '{"a": 9, "b": input.b}'],
    ["into a member that is missing makes it", ITEM, ["c", "d"], '{"a": 1, "b": input.b, "c": {"d": 9}}'],
  ])("%s", (_what, term, path, cel) => {
    expect(celOf(writeMember(term, path, { value: literal(9), note: () => undefined }))).toBe(cel);
  });
});

describe("a value as it is written", () => {
  test.each<readonly [string, Term, unknown]>([
    [
      "keeps plain JSON and what looks like an expression in it",
      literal({ a: ["${x}", 1, null], b: true }),
      { a: ["$${x}", 1, null], b: true },
    ],
    [
      "splices what is computed into a text",
      textOf(["a ${", INPUT, " ", literal(1), literal("x"), literal(true)]),
      "a $${${ input } 1x${ true }",
    ],
    ["makes one expression a text", textOf([INPUT]), "${ string(input) }"],
    ["joins texts that follow each other", textOf(["a", "", "b"]), "ab"],
    ["puts objects and lists where they stand", listOf([ITEM]), [{ a: 1, b: "${ input.b }" }]],
    ["has no member that would be a prototype", objectOf([["__proto__", INPUT]]), {}],
  ])("%s", (_what, term, template) => {
    expect(templateOf(term)).toEqual(template);
  });

  test("is one expression where nothing else may stand", () => {
    const json = literal({ a: [1, "x"], b: null });

    expect([expressionOf(json), operandOf(textOf([INPUT, "x"])), operandOf(ITEM)]).toEqual([
      '${ {"a": [1, "x"], "b": null} }',
      '(string(input) + "x")',
      '{"a": 1, "b": input.b}',
    ]);
  });

  test("of several layers names the members that are read, and tells that it may lack others", () => {
    const partial: string[] = [];
    const merging = {
      membersRead: (value: string): readonly string[] => (value === "input" ? ["a", "c"] : ["d"]),
      tellPartial: (fields: readonly string[]): void => void partial.push(fields.join()),
    };

    expect(templateOf(TWO_INPUTS, merging)).toEqual({
      a: 1,
      c: "${ input.?c.orValue(null) }",
      b: "${ input.b }",
      d: "${ steps.s.output.?d.orValue(null) }",
    });
    expect(celOf(UNDER_INPUT, merging)).toBe('{"a": input.?a.orValue(1), "b": input.b, "c": input.?c.orValue(null)}');
    expect(partial).toEqual(["a,c,b,d", "a,b,c"]);
  });
});

test("two values have one key when they are the same value, whatever they are made of", () => {
  const made = (): readonly Term[] => [INPUT, NOTHING, ITEM, listOf([INPUT]), textOf(["a", INPUT]), OVER_INPUT];

  expect(made().map(keyOfTerm)).toEqual(made().map(keyOfTerm));
  expect(new Set(made().map(keyOfTerm)).size).toBe(6);
});
