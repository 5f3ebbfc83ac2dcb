import { describe, expect, test } from "vitest";
import { literal, objectOf, type Term, textOf, tight } from "../term/term.ts";
import { addressOf, namedTexts } from "./address.ts";

const ID = tight("input.id");

describe("an address", () => {
  test.each<readonly [string, readonly (string | Term)[], string | null]>([
    ["keeps the values in its segments", [textOf(["https://a.example.com/x/", ID])], "https://a.example.com/x/${ input.id }"],
    ["is joined of its parts", ["https://", literal("a.example.com"), "/", literal(1)], "https://a.example.com/1"],
    ["that is computed is none", [ID], null],
    ["whose host is computed is none", ["https://", ID, "/x"], null],
    ["of another kind is none", ["ftp://a.example.com/"], null],
    ["of no text is none", [objectOf([])], null],
  ])("%s", (_what, parts, url) => {
    expect(addressOf(parts)).toBe(url);
  });
});

describe("headers and query parameters", () => {
  test.each<readonly [string, Term | undefined, "headers" | "query", unknown]>([
    ["are texts", literal({ a: "x", b: 1, c: true }), "query", { a: "x", b: "1", c: "true" }],
    ["of several values keep the first", literal({ a: ["x", "y"], b: [] }), "query", { a: "x", b: " " }],
    ["that are computed stay expressions", objectOf([["X-Id", ID]]), "headers", { "X-Id": "${ input.id }" }],
    ["whose name no header may have are left out", literal({ "a b": "x", c: "y" }), "headers", { c: "y" }],
    ["of which none may stay are none", literal({ "a b": "x" }), "headers", null],
    ["with endless names are left out", literal({ ["a".repeat(201)]: "x" }), "query", null],
    ["that are not there are none", undefined, "query", null],
    ["that are a text are none", literal("a=b"), "query", null],
    ["that are a list are none", literal(["a"]), "query", null],
    ["that are nothing are none", literal(null), "headers", null],
  ])("%s", (_what, term, what, texts) => {
    expect(namedTexts(term, what)).toEqual(texts);
  });
});
