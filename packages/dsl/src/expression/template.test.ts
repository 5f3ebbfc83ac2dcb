import { describe, expect, test } from "vitest";
import { isSingleExpression, parseTemplate } from "./template.ts";

const sources = (text: string): readonly string[] =>
  parseTemplate(text).parts.map((part) => (part.kind === "text" ? `text:${part.text}` : `cel:${part.source}`));

describe("parseTemplate", () => {
  test.each([
    ["", []],
    ["plain", ["text:plain"]],
    ["$ { } {}", ["text:$ { } {}"]],
    ["${ a }", ["cel:a"]],
    ["x ${a} y ${b}z", ["text:x ", "cel:a", "text: y ", "cel:b", "text:z"]],
    ["${a}${b}", ["cel:a", "cel:b"]],
    ["${ {'a': {'b': 1}}.a.b }", ["cel:{'a': {'b': 1}}.a.b"]],
    ["${ '}' }", ["cel:'}'"]],
    ['${ "}\\"}" }', ['cel:"}\\"}"']],
    ["${ '''a'}\n'b''' }", ["cel:'''a'}\n'b'''"]],
    ['${ """a"}"b""" }', ['cel:"""a"}"b"""']],
    ["${ r'\\'}' }", ["cel:r'\\'}'"]],
    ["${ a // } ' \n }", ["cel:a // } '"]],
    ["$${a}", ["text:${a}"]],
    ["$${a} ${b} $${c}", ["text:${a} ", "cel:b", "text: ${c}"]],
    ["$$${a}", ["text:$${a}"]],
    ["${'$'}${a}", ["cel:'$'", "cel:a"]],
    ["$${${a}", ["text:${", "cel:a"]],
  ])("splits %j", (text, expected) => {
    const parts = sources(text);

    expect(parts).toEqual(expected);
    expect(parseTemplate(text).problems).toEqual([]);
  });

  test("the offsets of an expression cut its source out of the text", () => {
    const text = "id: $${x} ${  input.id }!";

    const part = parseTemplate(text).parts.find(({ kind }) => kind === "expression");

    expect(part?.kind === "expression" && text.slice(part.start, part.end)).toBe("input.id");
  });

  test.each([
    ["a ${ b", "UNCLOSED_EXPRESSION", 2, 6],
    ["${ {'a': 1 }", "UNCLOSED_EXPRESSION", 0, 12],
    ["${ a // }", "UNCLOSED_EXPRESSION", 0, 9],
    ["${ 'a }", "UNCLOSED_STRING", 3, 7],
    ["${ 'a\n' }", "UNCLOSED_STRING", 3, 9],
    ["${ '''a' }", "UNCLOSED_STRING", 3, 10],
    ["x${ }", "EMPTY_EXPRESSION", 1, 5],
    ["${}", "EMPTY_EXPRESSION", 0, 3],
  ])("reports what is wrong in %j", (text, code, start, end) => {
    const { problems, parts } = parseTemplate(text);

    expect(problems).toMatchObject([{ code, start, end }]);
    expect(parts.every(({ kind }) => kind === "text")).toBe(true);
  });
});

describe("isSingleExpression", () => {
  test.each([
    ["${ a }", true],
    ["  ${ a }\n", true],
    ["${a}${b}", false],
    ["x ${a}", false],
    ["$${a}", false],
    ["plain", false],
    ["${ a", false],
    ["", false],
  ])("knows whether %j is one expression", (text, expected) => {
    expect(isSingleExpression(text)).toBe(expected);
  });
});
