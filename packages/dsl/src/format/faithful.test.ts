import { describe, expect, test } from "vitest";
import { isFaithful } from "./faithful.ts";

const TEXT = "document: { kind: saga, name: a } # head\nstates: { x: { type: task }, y: { type: task } }\n";

describe("a text is faithful to another", () => {
  test("with fields in another order and comments in other places", () => {
    expect(isFaithful(TEXT, "# head\nstates: { x: { type: task }, y: { type: task } }\ndocument: { name: a, kind: saga }\n")).toBe(true);
  });

  test.each([
    ["a value", TEXT.replace("name: a", "name: b")],
    ["the type of a value", TEXT.replace("name: a", "name: 1")],
    ["a field", TEXT.replace(", name: a", "")],
    ["a comment", TEXT.replace("# head", "")],
    ["the words of a comment", TEXT.replace("# head", "# tail")],
    ["the order of the states", TEXT.replace("x: { type: task }, y: { type: task }", "y: { type: task }, x: { type: task }")],
    ["a document", `${TEXT}---\n${TEXT}`],
    ["what could be read", TEXT.replace("}", "")],
  ])("but not without %s", (_what, text) => {
    expect(isFaithful(TEXT, text)).toBe(false);
  });
});
