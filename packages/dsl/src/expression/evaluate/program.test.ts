import { describe, expect, test } from "vitest";
import { evaluate, renderJson } from "../render.ts";

function messageOf(source: string, scope: Readonly<Record<string, unknown>>): string {
  const result = evaluate(source, scope);

  return result.ok ? "none" : `${result.error.code} ${result.error.message}`;
}

describe("what the scope brings along", () => {
  test("a name may mean null", () => {
    expect(evaluate("nothing", { nothing: null })).toEqual({ ok: true, value: null });
  });

  test("an object without a prototype is a map like any other", () => {
    const bare: unknown = Object.assign(Object.create(null), { a: 1 });

    expect(evaluate("bare.a", { bare })).toEqual({ ok: true, value: 1 });
    expect(evaluate("bare", { bare })).toEqual({ ok: true, value: { a: 1 } });
  });

  test("an instant of the saga that is not there is told by the name of what should hold it", () => {
    expect(messageOf("saga.startedAt", { saga: {} })).toBe('EXPRESSION_FAILED "saga" has no "startedAt".');
  });

  test("a way through members is told up to where it ends", () => {
    const scope = { input: { order: { total: 1 } } };

    expect(messageOf("input.order.lines.first", scope)).toBe('EXPRESSION_FAILED "input.order" has no "lines".');
    expect(messageOf("input.order.total.net", scope)).toBe(
      'EXPRESSION_FAILED "net" cannot be read from "input.order.total", which is number.',
    );
    expect(messageOf("[input][0].lines", scope)).toBe('EXPRESSION_FAILED The map has no "lines".');
  });

  test.each([
    [new TypeError("read it"), "EXPRESSION_FAILED The expression could not be evaluated."],
    [new RangeError("the stack ends"), "EXPRESSION_TOO_COMPLEX The expression is nested too deeply."],
  ])("a function that fails gives a failure and never throws: %s", (thrown, message) => {
    const done = (): never => {
      throw thrown;
    };

    expect(messageOf("done('a')", { done })).toBe(message);
  });
});

describe("a template", () => {
  test("keeps texts without expressions as they are", () => {
    expect(renderJson({ a: "plain", b: ["$", "{ x }"] }, {})).toEqual({ ok: true, value: { a: "plain", b: ["$", "{ x }"] } });
  });
});

describe("a source that cannot be read", () => {
  test.each([
    ["(1", 'EXPRESSION_SYNTAX Expected ")", got the end.'],
    ["'\\UFFFFFFFF'", "EXPRESSION_SYNTAX Invalid Unicode escape: \\UFFFFFFFF."],
  ])("is told in words of the language, and what was written as it was: %s", (source, message) => {
    expect(messageOf(source, {})).toBe(message);
  });
});
