import { describe, expect, test } from "vitest";
import { detectLanguage } from "./detect-language.ts";

describe("the language of a workflow", () => {
  test.each([
    ["asl", "states under States", { States: {} }],
    ["asl", "a state to start at", { StartAt: "A" }],
    ["serverless-1.0", "tasks beside its head", { document: {}, do: [] }],
    ["serverless-1.0", "the version of its language", { document: { dsl: "1.0.3" } }],
    ["serverless-0.8", "an id beside its states", { id: "a", states: [] }],
    ["serverless-0.8", "a version beside its states", { specVersion: "0.8", states: [] }],
    ["serverless-0.8", "a name beside its states", { name: "a", states: [] }],
    [null, "a head of a kind, which is a document of ours", { document: { kind: "saga" }, do: [] }],
    [null, "a head without a version", { document: {} }],
    [null, "a head of a later version", { document: { dsl: "2.0.0" } }],
    [null, "states and nothing else", { states: [] }],
    [null, "states that are no list", { id: "a", states: {} }],
    [null, "nothing at all", {}],
  ])("is %s for a text with %s", (language, _what, json) => {
    expect(detectLanguage(json)).toBe(language);
  });
});
