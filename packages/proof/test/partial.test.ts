import { describe, expect, test } from "vitest";
import { type Oracle, partialPort } from "../src/partial/partial-port.ts";
import { UNSTEERED } from "../src/partial/steering.ts";
import { holdsUnknown, isUnknown, unknown, visibleMarks } from "../src/partial/unknown.ts";

const asked: string[] = [];
const oracle: Oracle = {
  steering: {
    ...UNSTEERED,
    rulings: new Map([["${ ruled }", true]]),
    values: new Map([["${ certain }", "certain"]]),
    outputs: new Map([["${ given }", { given: true }]]),
  },
  decide: (text, roots) => {
    asked.push(`${text} over ${[...roots].sort().join(", ")}`);
    return false;
  },
  value: () => "1s",
};
const port = partialPort(oracle);
const names = {
  input: unknown("input"),
  known: { one: 1, list: [1, 2], text: "a", nothing: null, deep: { at: 2 } },
  half: { id: unknown("half.id"), sure: "yes" },
  yes: true,
};

describe("a value that is partly unknown", () => {
  test.each([
    ["1 + 1", 2],
    ["known.one", 1],
    ["known.nothing", null],
    ["known.list[1]", 2],
    ["known.list.map(x, x * 2)", [2, 4]],
    ["known.list.filter(x, x > known.one)", [2]],
    ["size(known.text)", 1],
    ["-known.one", -1],
    ["input.orderId", "⟨input.orderId⟩"],
    ["input.items[0]", "⟨input.items[0]⟩"],
    ["input.items.map(x, x.id)", "⟨input.items.map(x, x.id)⟩"],
    ["known.list.map(x, x + input.more)", "⟨known.list.map(x, x + input.more)⟩"],
    ["known.list.map(x, x > 1, x + input.more)", "⟨known.list.map(x, x > 1, x + input.more)⟩"],
    ["size(input.items)", "⟨size(input.items)⟩"],
    ["input.a + 1", "⟨input.a + 1⟩"],
    ["half.sure", "yes"],
    ['{"id": half.id, "sure": half.sure}', { id: "⟨half.id⟩", sure: "yes" }],
    ["[half.id, 1]", ["⟨half.id⟩", 1]],
    ["[known.?none]", [null]],
    ["half.?none.orValue(3)", 3],
    ["half.?none.?deeper.orValue(3)", 3],
    ["input.?coupon.orValue(3)", "⟨input.coupon⟩"],
    ["half.?sure.orValue(3)", "yes"],
    ["yes ? known.one : half.none", 1],
    ["!yes ? half.none : known.one", 1],
    ["input.x ? known.one : half.none", "⟨input.x ? known.one : half.none⟩"],
    ["has(half.none)", false],
    ["has(half.sure)", true],
    ["has(half.?none.deeper)", false],
    ["has(input.x)", "⟨has(input.x)⟩"],
    ["false && half.none", false],
    ["half.none && false", false],
    ["true || half.none", true],
    ["input.x && false", false],
    ["input.x || true", true],
    ["yes && known.one == 1", true],
    ["yes || yes", true],
    ["input.x && half.none", "⟨input.x && half.none⟩"],
  ])("%s is %j", (source, value) => {
    expect(port.renderJson(`\${ ${source} }`, names)).toEqual({ ok: true, value });
  });

  test.each([
    ["half.none", "reads half.none, which does not exist"],
    ["half.none.deeper", "reads half.none.deeper, which does not exist"],
    ["nowhere.at.all", "reads nowhere.at.all, which does not exist"],
    ["known.one.at", "reads known.one.at, which does not exist"],
    ["input.x ? half.none : half.neither", "reads half.none, which does not exist"],
    ["yes && half.none", "reads half.none, which does not exist"],
    ["half.none || !yes", "reads half.none, which does not exist"],
    ["has(half.none.deeper)", "reads half.none, which does not exist"],
  ])("%s fails, as it would in a saga", (source, message) => {
    expect(port.renderJson(`\${ ${source} }`, names)).toMatchObject({ ok: false, error: { message } });
  });

  test.each(["known.one ? 1 : 2", "known.list[7]", "1 +"])("%s fails by the language itself", (source) => {
    expect(port.evaluate(source, names).ok).toBe(false);
  });

  test("is spliced into texts as a mark, and what is no scalar is refused", () => {
    expect(port.renderText("order/${ input.id }/${ known.one }", names)).toEqual({ ok: true, value: "order/⟨input.id⟩/1" });
    expect(port.renderPath("/a/${ half.id }", names)).toEqual({ ok: true, value: "/a/⟨half.id⟩" });
    expect(port.renderText("x${ known.list }", names).ok).toBe(false);
    expect(port.renderText("x${ half.?none }", names).ok).toBe(false);
  });

  test("is rendered into templates, where what is not there is left out", () => {
    const template = { a: "${ input.a }", list: ["${ known.?none }", "text", 1], gone: "${ known.?none }", nothing: null };

    expect(port.renderJson(template, names)).toEqual({ ok: true, value: { a: "⟨input.a⟩", list: [null, "text", 1], nothing: null } });
    expect(port.renderJson("${ known.?none }", names)).toEqual({ ok: true, value: null });
  });

  test("decides by the oracle what nobody knows, and says over which names", () => {
    asked.length = 0;

    expect(port.evaluateBoolean("${ input.total > 5 && [1].exists(x, x == known.one) }", names)).toEqual({ ok: true, value: false });
    expect(asked).toEqual(["${ input.total > 5 && [1].exists(x, x == known.one) } over input, known"]);
  });

  test("is overruled where the oracle knows better", () => {
    expect(port.evaluateBoolean("${ ruled }", names)).toEqual({ ok: true, value: true });
    expect(port.renderJson("${ given }", names)).toEqual({ ok: true, value: { given: true } });
    expect(port.evaluate("${ certain }", names)).toEqual({ ok: true, value: "certain" });
  });

  test("is no condition when it is no boolean", () => {
    expect(port.evaluateBoolean("${ known.one }", names)).toMatchObject({ ok: false, error: { message: "gives neither true nor false" } });
    expect(port.evaluateBoolean("${ yes }", names)).toEqual({ ok: true, value: true });
  });

  test("gets a value from the oracle where one must be had", () => {
    expect(port.evaluate("${ input.until }", names)).toEqual({ ok: true, value: "1s" });
    expect(port.evaluate("${ known.?none }", names)).toEqual({ ok: true, value: null });
    expect(port.evaluate("${ known.one }", names)).toEqual({ ok: true, value: 1 });
  });

  test("is held against a schema only where all of it is known", () => {
    const schema = { type: "object", required: ["id"] };

    expect(port.valueProblems(schema, { id: unknown("x") })).toEqual([]);
    expect(port.valueProblems(schema, {})).toHaveLength(1);
  });

  test("is written in visible signs where a text has to be a line of them", () => {
    const lines = partialPort(oracle, new Set(["pay ${ half.id }"]));

    expect(lines.renderText("pay ${ half.id }", names)).toEqual({ ok: true, value: "pay <half.id>" });
    expect(lines.renderText("to ${ half.id }", names)).toEqual({ ok: true, value: "to ⟨half.id⟩" });
    expect(visibleMarks(`a${unknown("input.x + 'é'")}b${unknown("y".repeat(100))}`)).toBe(`a<input.x_+_'_'>b<${"y".repeat(40)}>`);
  });

  test("can be told from a known one", () => {
    expect([isUnknown(unknown("a")), isUnknown(`x ${unknown("a")} y`), isUnknown("a"), isUnknown(1)]).toEqual([true, true, false, false]);
    expect([holdsUnknown({ a: [unknown("a")] }), holdsUnknown({ a: [1, null] })]).toEqual([true, false]);
  });
});
