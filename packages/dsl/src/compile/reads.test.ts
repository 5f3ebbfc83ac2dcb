import { describe, expect, test } from "vitest";
import { participantsRead, readsName, sensitivePointers } from "./reads.ts";

describe("what a schema marks as sensitive", () => {
  test("is pointed at through objects and lists, and nothing below it any more", () => {
    const schema = {
      properties: {
        card: { sensitive: true, properties: { number: { sensitive: true } } },
        people: { items: { properties: { born: { sensitive: true }, name: {} } } },
        anything: true,
      },
      items: { sensitive: true },
    };

    expect(sensitivePointers(schema)).toEqual(["/card", "/people/*/born", "/*"]);
  });

  test.each([[null], [true], [{ properties: 5 }]])("is nothing in %j", (schema) => {
    expect(sensitivePointers(schema)).toEqual([]);
  });
});

describe("what a template reads", () => {
  test.each([
    ["${ output.id }", true],
    ["a ${ size(output) }", true],
    ["${ params.output }", false],
    ["${ outputs.id }", false],
    ["output.id", false],
  ])("%s reads the output: %s", (text, reads) => {
    expect(readsName(text, ["output"])).toBe(reads);
  });

  test("of other participants is told by their names, each once", () => {
    const template = { a: "${ participants.one.output.id }", b: ["${ participants.?two.output + participants.one.output }", 5, null] };

    expect(participantsRead(template)).toEqual(["one", "two"]);
  });
});
