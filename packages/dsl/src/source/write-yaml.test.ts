import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSources } from "./read-sources.ts";
import { writeYaml } from "./write-yaml.ts";

describe("a value written as YAML", () => {
  test("is read back as the same value", () => {
    // What the reader of the language refuses on purpose cannot come back.
    const isReadable = (json: string): boolean =>
      !/\$\{|__proto__|constructor|prototype|<<|\\u|[\u2028-\u202e\u2066-\u2069\ufeff\uffff\u007f-\u009f\u{e0000}-\u{e007f}]/u.test(json);
    const value = fc
      .dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 4, noUnicodeString: false }), { minKeys: 1 })
      .filter((each) => isReadable(JSON.stringify(each)));

    fc.assert(
      fc.property(value, (each) => {
        const plain = JSON.parse(JSON.stringify(each));

        const { sources, diagnostics } = readSources(writeYaml(plain), { many: false, foreign: true });

        expect(diagnostics).toEqual([]);
        expect(sources[0]?.value).toEqual(plain);
      }),
    );
  });

  test("has small lists and objects on one line, and expressions in quotes wherever they stand", () => {
    const text = writeYaml({ call: { method: "GET", path: "/a/${ params.id }" }, note: '${ params["a"] }', list: ["a", "b"] });

    expect(text).toBe(['call: { method: GET, path: "/a/${ params.id }" }', `note: '\${ params["a"] }'`, "list: [ a, b ]", ""].join("\n"));
  });

  test("has no list or object on one line that holds a text of several", () => {
    expect(writeYaml({ a: { b: "x\ny\n" }, c: { d: "x" } })).toBe("a:\n  b: |\n    x\n    y\nc: { d: x }\n");
  });

  test("may be one text alone", () => {
    expect(writeYaml("a ${ b }")).toBe('"a ${ b }"\n');
  });

  test("has each comment above what its pointer names, and nothing of one that names nothing", () => {
    const comments = new Map([
      ["", "The head.\n\nThree lines."],
      ["/a", "Over a."],
      ["/a/b~1c", "Over b/c."],
      ["/list/1", "Over the second."],
      ["/nowhere/at/all", "Lost."],
    ]);

    const text = writeYaml({ a: { "b/c": 1 }, list: [1, 2] }, { comments });

    expect(text).toBe(
      "# The head.\n\n# Three lines.\n\n# Over a.\na:\n  # Over b/c.\n  b/c: 1\nlist:\n  - 1\n  # Over the second.\n  - 2\n",
    );
  });
});

describe("a description in another format", () => {
  test("may be larger than a document, and what looks like an expression is text", () => {
    const text = `big: ${"x".repeat(300 * 1024)}\nplain: a \${ that is never closed\nversion: 1.10\nlimit: 9223372036854775807\n`;

    const { sources, diagnostics } = readSources(text, { many: false, foreign: true });

    expect(diagnostics).toEqual([]);
    expect(sources[0]?.value).toMatchObject({ plain: "a ${ that is never closed", version: 1.1, limit: 2 ** 63 });
  });

  test("is still guarded: aliases, depth, tags and size have bounds", () => {
    const codes = [`a: &a [*a]`, "[".repeat(100) + "]".repeat(100), "a: !!js/function x", "x".repeat(5 * 1024 * 1024)].map(
      (text) => readSources(text, { many: false, foreign: true }).diagnostics[0]?.code,
    );

    expect(codes).toEqual(["CYCLIC_ALIAS", "TOO_DEEP", "TAG_NOT_ALLOWED", "DOCUMENT_TOO_LARGE"]);
  });
});
