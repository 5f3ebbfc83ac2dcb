import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSources } from "../source/read-sources.ts";
import { formatText } from "./format-text.ts";
import { sloppyYaml } from "./testing/sloppy-yaml.ts";

// The comparison of meaning and comments is done here again by other means than the formatter's own.

function readable(text: string): boolean {
  return readSources(text, { many: true }).diagnostics.length === 0;
}

function formatted(text: string): string {
  const answer = formatText(text);
  if (answer.kind !== "formatted") throw new Error(`${answer.kind}:\n${text}`);

  return answer.text;
}

function commentsOf(text: string): readonly string[] {
  return (text.match(/§\d+§/g) ?? []).toSorted();
}

describe("formatting, whatever hands have written", () => {
  // Two hundred documents, each read several times.
  test("loses no value and no comment, and is its own canonical form", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(sloppyYaml, (text) => {
        fc.pre(readable(text));

        const once = formatted(text);

        expect(formatted(once)).toBe(once);
        expect(readSources(once, { many: true }).sources.map(({ value }) => value)).toEqual(
          readSources(text, { many: true }).sources.map(({ value }) => value),
        );
        expect(commentsOf(once)).toEqual(commentsOf(text));
      }),
      { numRuns: 200 },
    );
  });
});
