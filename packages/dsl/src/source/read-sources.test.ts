import { describe, expect, test } from "vitest";
import type { Path } from "../diagnostics/places.ts";
import { readSources, type Sources } from "./read-sources.ts";
import type { SourceDocument } from "./source-document.ts";

function read(text: string): SourceDocument {
  const [source] = readSources(text, { many: false }).sources;
  if (source === undefined) throw new Error("The text holds no document.");

  return source;
}

function messages({ diagnostics }: Sources): readonly string[] {
  return diagnostics.map(({ code, span, message }) => `${code} ${span.line}:${span.column} ${message}`);
}

describe("a text with many documents", () => {
  const textOf = (count: number): string => Array.from({ length: count }, (_, index) => `a: ${index}\n`).join("---\n");

  test("may hold 100 of them", () => {
    const read = readSources(textOf(100), { many: true });

    expect(messages(read)).toEqual([]);
    expect(read.sources).toHaveLength(100);
  });

  test("is told where one more begins", () => {
    const read = readSources(textOf(101), { many: true });

    expect(messages(read)).toEqual(["SEVERAL_DOCUMENTS 200:1 The text holds 101 documents; 100 are allowed."]);
    expect(read.sources).toEqual([]);
  });

  test.each(["", "\ufeff"])("is told where the second begins when it may hold but one (behind %j)", (mark) => {
    const read = readSources(`${mark}a: 1\n---\nb: 2\n`, { many: false });

    expect(messages(read)).toEqual(["SEVERAL_DOCUMENTS 2:1 The text holds a second document here."]);
  });
});

describe("the place of a field", () => {
  test("is its name, and where there is none, what should hold it", () => {
    const { keySpanOf } = read("x: { y: 1 }\n");

    expect([keySpanOf(["x"]), keySpanOf(["x", "z"]), keySpanOf([])].map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [3, 11],
      [0, 11],
    ]);
  });
});

// The place of a stretch of a value is what a person has written for it: from ⟨ to ⟩ in the value, from ⟨ to ⟩ in the text.
const STRETCHES: readonly (readonly [what: string, value: string, text: string])[] = [
  ["a plain text", "a⟨b⟩c", "x: a⟨b⟩c\n"],
  ["a plain text over two lines", "a⟨ b⟩c", "x: a⟨\n  b⟩c\n"],
  ["a plain text with blanks at the end of its first line", "a⟨ b⟩", "x: a⟨  \n  b⟩\n"],
  ["a plain text with an empty line of blanks", "a\n⟨b⟩", "x: a \n \n  ⟨b⟩\n"],
  ["single quotes", "a⟨b⟩", "x: 'a⟨b⟩'\n"],
  ["single quotes with a doubled one", "it's⟨ b⟩", "x: 'it''s⟨ b⟩'\n"],
  ["double quotes with an escaped one", '"⟨b⟩"', 'x: "\\"⟨b⟩\\""\n'],
  ["a character by two digits", "A⟨b⟩", 'x: "\\x41⟨b⟩"\n'],
  ["a character by four digits", "é⟨b⟩", 'x: "\\u00e9⟨b⟩"\n'],
  ["a character by eight digits", "😀⟨b⟩", 'x: "\\U0001F600⟨b⟩"\n'],
  ["the code units of one character by four digits each", "😀⟨b⟩", 'x: "\\ud83d\\ude00⟨b⟩"\n'],
  ["a character that is written out", "😀⟨b⟩", 'x: "😀⟨b⟩"\n'],
  ["a line break by escape", "a\n⟨b⟩", 'x: "a\\n⟨b⟩"\n'],
  ["a line that goes on behind a backslash", "a⟨b⟩", 'x: "a\\\n  ⟨b⟩"\n'],
  ["a block text", "a\n⟨b⟩\n", "x: |\n  a\n  ⟨b⟩\n"],
  ["a folded block text", "a ⟨b⟩\n", "x: >\n  a\n  ⟨b⟩\n"],
];

describe("the place of a stretch of a text", () => {
  test.each(STRETCHES)("is found in %s", (_what, value, text) => {
    const bare = (marked: string): string => marked.replace(/[⟨⟩]/g, "");
    const written = read(bare(text));

    const { start, end } = written.spanWithin(["x"], value.indexOf("⟨"), value.indexOf("⟩") - 1);

    expect(written.value).toEqual({ x: bare(value) });
    expect(bare(text).slice(start, end)).toBe(bare(text.slice(text.indexOf("⟨"), text.indexOf("⟩"))));
    expect(start).toBe(text.indexOf("⟨"));
  });

  test.each<[string, string, { readonly at: Path; readonly from: number; readonly to: number }, string]>([
    ["a stretch of what is no text", "x: 12\n", { at: ["x"], from: 0, to: 1 }, "12"],
    ["a stretch that begins behind the end", "x: abc\n", { at: ["x"], from: 5, to: 6 }, "abc"],
    ["a stretch that ends behind the end", "x: abc\n", { at: ["x"], from: 1, to: 9 }, "abc"],
    ["a stretch of an empty block text", "x: |\ny: 1\n", { at: ["x"], from: 0, to: 1 }, "|"],
    ["a stretch of an empty text at the end", "x: |", { at: ["x"], from: 0, to: 1 }, "|"],
    ["a way that leads nowhere", "x: { y: abc }\n", { at: ["x", "z"], from: 0, to: 1 }, "{ y: abc }"],
  ])("is all that is there, for %s", (_what, text, { at, from, to }, found) => {
    const { start, end } = read(text).spanWithin(at, from, to);

    expect(text.slice(start, end)).toBe(found);
  });
});
