/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { canonicalDocument } from "../model/canonical.ts";
import { readSources } from "../source/read-sources.ts";
import { validateText } from "../validate-text.ts";
import { type FormatOptions, formatText } from "./format-text.ts";
import { LANGUAGE_DOCUMENTS } from "./testing/language-documents.ts";

const SHOP = new URL("../../../../examples/shop/", import.meta.url);
const SHOP_DOCUMENTS = ["services", "sagas"].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, SHOP)).map((name) => [name, readFileSync(new URL(`${folder}/${name}`, SHOP), "utf8")] as const),
);
const HEAD = "document: { kind: saga }\n";

function formatted(text: string, options: FormatOptions = {}): string {
  const answer = formatText(text, options);

  return answer.kind === "formatted" ? answer.text : answer.kind;
}

/** What stands below a head that needs no change. */
function below(text: string, options: FormatOptions = {}): string {
  return formatted(HEAD + text, options).replace(HEAD, "");
}

describe("the documents of the shop and of the language's description", () => {
  test.each([...SHOP_DOCUMENTS, ...Object.entries(LANGUAGE_DOCUMENTS)])(
    "%s keeps its meaning and is written the same again",
    (_name, text) => {
      const once = formatted(text);

      const [before, after] = [text, once].map((each) =>
        validateText(each, { many: true }).documents.map(({ model }) => model && canonicalDocument(model)),
      );
      expect(after).toEqual(before);
      expect(readSources(once, { many: true }).sources.map(({ value }) => value)).toEqual(
        readSources(text, { many: true }).sources.map(({ value }) => value),
      );
      expect(formatted(once)).toBe(once);
    },
  );

  test("read well", async () => {
    await expect(formatted(LANGUAGE_DOCUMENTS.order)).toMatchFileSnapshot("golden/order.yaml");
    await expect(formatted(LANGUAGE_DOCUMENTS.inventory)).toMatchFileSnapshot("golden/inventory.yaml");
    await expect(formatted(LANGUAGE_DOCUMENTS.blocks)).toMatchFileSnapshot("golden/blocks.yaml");
  });
});

describe("fields", () => {
  test("stand in the order of the schema, states and what else the author names in the author's order", () => {
    const text =
      "states:\n  b: { next: a, call: x.y, type: task }\n  a: { output: { z: 1, a: 2 }, type: succeed }\nstart: b\ndocument: { version: 1.0.0, kind: saga }\n";

    expect(formatted(text)).toBe(
      "document: { kind: saga, version: 1.0.0 }\nstart: b\nstates:\n  b: { type: task, call: x.y, next: a }\n  a: { type: succeed, output: { z: 1, a: 2 } }\n",
    );
  });

  test("nobody knows follow those that are known", () => {
    expect(below("foo: 1\nstart: a\nbar: 2\n")).toBe("start: a\nfoo: 1\nbar: 2\n");
  });

  test("of a document of an unknown kind stay where they are", () => {
    expect(formatted("b: 1\ndocument: { kind: other }\na: 2\n")).toBe("b: 1\ndocument: { kind: other }\na: 2\n");
    expect(formatted("b: 1\na: 2\n")).toBe("b: 1\na: 2\n");
  });

  test("of a JSON Schema of the author stay where they are", () => {
    expect(below("input: { schema: { required: [a], type: object } }\n")).toBe("input: { schema: { required: [a], type: object } }\n");
  });

  test.each([
    ["an http call", "call: { http: { url: x, method: GET } }", "call: { http: { method: GET, url: x } }"],
    ["a lock", "lock: { mode: shared, key: a }", "lock: { key: a, mode: shared }"],
    ["a list of locks", "lock: [{ mode: shared, key: a }]", "lock: [{ key: a, mode: shared }]"],
    ["a retry", "retry: { delay: 1s, attempts: 2 }", "retry: { attempts: 2, delay: 1s }"],
  ])("of %s are known wherever it stands", (_what, from, to) => {
    expect(below(`states: { a: { type: task, ${from} } }\n`)).toBe(`states: { a: { type: task, ${to} } }\n`);
  });
});

describe("comments", () => {
  test("move with the field they are about, those at the top stay there", () => {
    const text =
      "# yaml-language-server: $schema=x\n# Who may read this.\n\n# where it begins\nstart: a # first\n# what it is\ndocument: { kind: saga }\n# the end\n";

    expect(formatted(text)).toBe(
      "# yaml-language-server: $schema=x\n# Who may read this.\n\n# what it is\ndocument: { kind: saga }\n\n# where it begins\nstart: a # first\n# the end\n",
    );
  });

  test("in braces open them into lines", () => {
    expect(below("retention: 1d\npolicy: { # who may\n  retry: operator, # most\n  # a few\n  cancel: senior }\n")).toBe(
      "retention: 1d\npolicy: # who may\n  retry: operator # most\n  # a few\n  cancel: senior\n",
    );
  });

  test("below the last entry belong to what they are indented like", () => {
    const text = "states:\n  a:\n    type: succeed\n    # of a\n  # of states\n# of the document\n";

    expect(below(text)).toBe(text);
  });

  test("at the head of a block text, of a list, of an item stay on their line", () => {
    const text = "x: | # text\n  one\n  two\ny: # list\n  - # item\n    a: 1\n  - b # value\n";

    expect(below(text)).toBe(text);
  });

  test("for which a line has no room move above it", () => {
    expect(below("x: # one\n  y # two\n")).toBe("# one\nx: y # two\n");
    expect(below("x: [ # one\n  1, # two\n  2 # three\n] # four\n")).toBe("# one\nx: # four\n  - 1 # two\n  - 2 # three\n");
  });

  test("between a key and its value move above both, below what stands there already", () => {
    expect(formatted("# about the key\n? a\n# about the value\n: b\n")).toBe("# about the key\n# about the value\na: b\n");
  });

  test("at the begin of a block have no empty line above them", () => {
    expect(below("x:\n\n  # one\n\n  # two\n  y: 1\n")).toBe("x:\n  # one\n\n  # two\n  y: 1\n");
  });

  test("in brackets stand where they stood, with the empty line above them", () => {
    expect(below("x: [\n  # one\n  1,\n\n  # two\n  2\n  # below\n]\n")).toBe("x:\n  # one\n  - 1\n\n  # two\n  - 2\n  # below\n");
  });

  test("of an empty list move above it", () => {
    expect(below("x: [\n  # none\n]\n")).toBe("# none\nx: []\n");
  });
});

describe("texts", () => {
  test.each([
    ["'1.0'", '"1.0"'],
    ['"1.0.0"', "1.0.0"],
    ["'yes'", '"yes"'],
    ['"${ a }"', "${ a }"],
    ["'${ a ? 1 : 2 }'", '"${ a ? 1 : 2 }"'],
    [`"\${ a == \\"b\\" ? 1 : 2 }"`, `'\${ a == "b" ? 1 : 2 }'`],
    ["'it''s: so'", `"it's: so"`],
    ["one\n  two", "one two"],
    ['"a\\u202eb"', '"a\\u202eb"'],
    ["1.50", "1.50"],
    ["TRUE", "true"],
    ["~", "null"],
    ["", "null"],
  ])("%j is written %j", (from, to) => {
    expect(below(`x: ${from}\n`)).toBe(`x: ${to}\n`);
  });

  test("are quoted in braces where they are not outside", () => {
    expect(below("x: { a: '${ a }', b: 'c d' }\n")).toBe('x: { a: "${ a }", b: c d }\n');
  });

  test("in blocks keep their lines", () => {
    const text = "x: >-\n  ${ a\n    && b }\ny: |\n  one\n\n  two\n";

    expect(below(text.replaceAll("\n  ", "\n     "))).toBe(text);
  });

  test("in blocks that only quotes can show are quoted", () => {
    expect(below("x: |+\n  one\n\n\ny: |2\n    two\n")).toBe('x: "one\\n\\n\\n"\n\ny: "  two\\n"\n');
  });
});

describe("width", () => {
  test("of 100 columns is what braces may fill, comments not counted", () => {
    const fits = `x: { a: ${"b".repeat(90)} }`;

    expect(below(`${fits} # and more\n`)).toBe(`${fits} # and more\n`);
    expect(below(`${fits.replace("b", "bb")}\n`)).toBe(`x:\n  a: ${"b".repeat(91)}\n`);
  });

  test("opens the outermost braces first", () => {
    expect(below(`x: [{ a: ${"b".repeat(50)} }, { a: ${"c".repeat(50)}, d: {} }]\n`)).toBe(
      `x:\n  - { a: ${"b".repeat(50)} }\n  - { a: ${"c".repeat(50)}, d: {} }\n`,
    );
  });
});

describe("anchors", () => {
  test("stand before their aliases, also when fields change places", () => {
    expect(below("states: { a: { retry: &r { delay: 1s, attempts: 2 } } }\ncompensation: { retry: *r }\n")).toBe(
      "compensation: { retry: &r { attempts: 2, delay: 1s } }\nstates: { a: { retry: *r } }\n",
    );
  });

  test("of one name keep their own values", () => {
    expect(below("x: &a 1\ny: *a\nz: &a 2\nstart: *a\n")).toBe("start: &a 2\nx: &a2 1\ny: *a2\nz: *a\n");
  });
});

describe("empty lines", () => {
  test("are kept between entries, one at most, and never at the begin of a block", () => {
    expect(below("\n\n\nx:\n\n  a: 1\n\n\n  b: 2\n\n")).toBe("\nx:\n  a: 1\n\n  b: 2\n");
  });
});

describe("several documents", () => {
  test("are kept, each with its comments", () => {
    const text = `# one\n${HEAD}# end of one\n---\n# two\n${HEAD}`;

    expect(formatted(`---\n${text.replace("---", "...\n---")}...\n`)).toBe(text);
  });

  test("may be parted by the end of one alone", () => {
    expect(formatted("a: 1 # one\n... # end\nb: 2 # two\n")).toBe("a: 1 # one\n---\n# end\nb: 2 # two\n");
  });

  test("in one list are put in order each by its own kind", () => {
    expect(formatted("- start: a\n  document: { kind: saga }\n- baseUrl: b\n  document: { kind: service }\n")).toBe(
      "- document: { kind: saga }\n  start: a\n- document: { kind: service }\n  baseUrl: b\n",
    );
  });
});

describe("a text that is hardly a document", () => {
  test.each([
    ["a", "a\n"],
    ["# about it\na # so\n", "# about it\n# so\na\n"],
    ["# about it\n\n{}", "# about it\n{}\n"],
    ["|\n  one\n  two\n", '"one\\ntwo\\n"\n'],
    ["- a\n- [b]\n-\n- - c\n", "- a\n- [b]\n- null\n- - c\n"],
    ["{ a, b: 1 }", "a: null\nb: 1\n"],
    ["---\n# nothing\n---\n---\na: 1\n", "# nothing\na: 1\n"],
    ["1: a\n2.50: b\n", '"1": a\n"2.50": b\n'],
    ["a: |\nb: 1\n", 'a: ""\nb: 1\n'],
    ["a: >\n  one\n\n  two\n", "a: >\n  one\n\n  two\n"],
    ["a: &x |\n  one\nb: *x\n", "a: &x |\n  one\nb: *x\n"],
  ])("is written as it can be: %j", (text, expected) => {
    expect(formatted(text)).toBe(expected);
  });
});

describe("JSON", () => {
  test("stays JSON, with two blanks a level and its numbers as they were", () => {
    expect(formatted('{"states":{"b":[],"a":1.50},"document":{"kind":"saga"}}')).toBe(
      '{\n  "document": {\n    "kind": "saga"\n  },\n  "states": {\n    "b": [],\n    "a": 1.50\n  }\n}\n',
    );
  });

  test("has an item on each line of a list", () => {
    expect(formatted('{"a":[1,"b",{}]}')).toBe('{\n  "a": [\n    1,\n    "b",\n    {}\n  ]\n}\n');
  });

  test("holds no character that a document may not hold", () => {
    expect(formatted('{"document":"\\u202e"}')).toBe('{\n  "document": "\\u202e"\n}\n');
  });
});

describe("a text whose canonical form could not be read again", () => {
  test("is left as it is: it would be too long", () => {
    const text = `${"[".repeat(30)}${"1,".repeat(8000)}1${"]".repeat(30)}`;

    expect(formatText(text).kind).toBe("unfaithful");
  });
});

describe("a text that cannot be read", () => {
  test("is refused with its diagnostics", () => {
    const answer = formatText("a: [\n");

    expect(answer).toMatchObject({ kind: "invalid", diagnostics: [{ code: "SYNTAX" }], text: "a: [\n" });
  });
});

describe("fixing", () => {
  test.each([
    ["x: { a: ${ b } }", 'x: { a: "${ b }" }'],
    ["x: { a: b ${ c }/${ d }, e: [${ f }, 1] } # g", 'x: { a: "b ${ c }/${ d }", e: ["${ f }", 1] } # g'],
    ["x: ${ a ? 1 : 2 } b # c", 'x: "${ a ? 1 : 2 } b" # c'],
    ["x: ${ a # b }", 'x: "${ a # b }"'],
    ["x: *${ a }", 'x: "*${ a }"'],
    ["x: [${ {'a': '}'}['a'] }, ${ b }]", `x: ["\${ {'a': '}'}['a'] }", "\${ b }"]`],
  ])("quotes the expression in %j", (from, to) => {
    expect(below(`${from}\n`)).toBe("invalid");
    expect(below(`${from}\n`, { fix: true })).toBe(`${to}\n`);
  });

  test("quotes the expression at the end of a text without a last line break", () => {
    expect(below("x: { a: ${ b } }", { fix: true })).toBe('x: { a: "${ b }" }\n');
  });

  test("leaves what it cannot quote to its diagnostic", () => {
    expect(formatText(`${HEAD}x: \${ a\n  ? 1 : 2 }\n`, { fix: true })).toMatchObject({
      kind: "invalid",
      diagnostics: [{ code: "QUOTE_EXPRESSION" }],
    });
  });

  test("changes nothing where nothing is cut", () => {
    const text = `${HEAD}x: "\${ a ? 1 : 2 }"\n`;

    expect(formatted(text, { fix: true })).toBe(text);
  });
});
