import { describe, expect, test } from "vitest";
import { expressionEnd, findUnclosed } from "./expression-end.ts";

describe("the brace that closes an expression", () => {
  test.each([
    ["is the first one", "${ a }", 5],
    ["is behind the braces of a map", "${ { 'a': { 'b': 1 } } }", 23],
    ["stands in no string", "${ '}' + \"}\" }", 13],
    ["stands in no string of three quotes, whatever single ones it holds", "${ '''a}'b''' }", 14],
    ["stands behind the line break that a string of three quotes may hold", '${ """a}\nb""" }', 14],
    ["stands behind an escaped quote", "${ 'a\\'}' }", 10],
    ["stands on the line after a comment", "${ a // }\n }", 11],
    ["may stand behind a division", "${ 6 / 2 }", 9],
    ["is not there in a comment to the end", "${ a // }", -1],
    ["is not there behind a string that its line leaves open", "${ 'a\n' }", -1],
    ["is not there behind a string that is never closed", "${ 'a }", -1],
    ["is not there before the limit", "${ a", -1],
  ])("%s: %j", (_what, text, end) => {
    expect(expressionEnd(text, 2, text.length)).toBe(end);
  });
});

describe("the first expression that is not closed", () => {
  test.each([
    ["a ${ b } c", -1],
    ["a ${ b } ${ c", 9],
    ["a $${ b", -1],
    ["a $${ b ${ c", 8],
  ])("of %j begins at %i", (text, at) => {
    expect(findUnclosed(text)).toBe(at);
  });
});
