import { describe, expect, test } from "vitest";
import { checkExpression } from "../check.ts";
import { evaluate, renderJson, renderPath, renderText } from "../render.ts";
import { ESCAPES } from "./escapes.corpus.ts";

const PRISTINE = JSON.stringify(describeGlobals());
const scope = {
  input: JSON.parse('{"a": 1, "list": [1], "proto": "__proto__", "toString": "own"}'),
  saga: { id: "s-1" },
  done: () => true,
};

function describeGlobals(): unknown {
  return [Object.prototype, Array.prototype, String.prototype, Function.prototype, globalThis].map((owner) =>
    Object.getOwnPropertyNames(owner).sort(),
  );
}

/** What a payload may give at most: data of the scope, or of its own literals. */
const HARMLESS: Readonly<Record<string, unknown>> = {
  "input.toString": "own",
  "input['toString']": "own",
  // Twice the minus sign, not a decrement.
  "--input.a": 1,
};

describe("expressions that escaped from other engines", () => {
  test("the corpus is as large as promised", () => {
    expect(new Set(ESCAPES).size).toBeGreaterThanOrEqual(150);
  });

  test.each(ESCAPES.map((payload) => [payload]))("%s gives nothing but an error or its own data", (payload) => {
    const bare = evaluate(payload, scope);

    const outcome = bare.ok ? { value: bare.value, harmless: HARMLESS[payload] ?? null } : { value: null, harmless: null };
    expect(outcome.value).toEqual(outcome.harmless);
    expect(JSON.stringify(describeGlobals())).toBe(PRISTINE);
  });

  test.each(ESCAPES.map((payload) => [payload]))("%s cannot escape from a template either", (payload) => {
    const template = `\${ ${payload} }`;
    const rendered = [renderJson({ x: [template] }, scope), renderPath(`/a/${template}`, scope), renderText(`a ${template} b`, scope)];
    const values = rendered.flatMap((result) => (result.ok ? [result.value] : []));
    checkExpression(payload, {});

    expect(JSON.stringify(values)).not.toMatch(/\[native code\]|function |=>|polluted|"(?:version|platform|pid)":/);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(JSON.stringify(describeGlobals())).toBe(PRISTINE);
  });

  test("a value of the input is never taken for an expression", () => {
    const hostile = { input: { a: "${ saga.id }", b: "$${ x", c: "{{ constructor }}" }, saga: { id: "s-1" } };

    const result = renderJson({ a: "${ input.a }", b: "x${ input.b }", c: "${ input.c }" }, hostile);

    expect(result).toEqual({ ok: true, value: { a: "${ saga.id }", b: "x$${ x", c: "{{ constructor }}" } });
  });

  test("the scope itself has no prototype to reach", () => {
    const names = ["toString", "constructor", "__proto__", "hasOwnProperty", "valueOf"];

    const codes = names.map((name) => {
      const result = evaluate(name, scope);
      return result.ok ? "ok" : result.error.code;
    });

    expect(codes).toEqual(["UNKNOWN_NAME", "NAME_REFUSED", "EXPRESSION_SYNTAX", "UNKNOWN_NAME", "UNKNOWN_NAME"]);
  });
});
