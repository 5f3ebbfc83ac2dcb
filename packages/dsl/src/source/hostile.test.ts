/// <reference types="node" />
import { beforeAll, describe, expect, test } from "vitest";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { validateText } from "../validate-text.ts";

// Tricks that broke readers of YAML elsewhere, and variations of them. Each is answered with a diagnostic.

const KIB = 1024;

// The promise is 250 ms. Processor time is measured, because other tests run at the same time; collecting garbage on
// other threads counts into it, hence the margin.
const CPU_MS_MAX = 500;
const SAGA = "document: { dsl: '1.0', kind: saga, name: demo, version: 1.0.0 }\nstart: done\nstates:\n  done: { type: succeed }\n";

function filled(unit: string, length = 250 * KIB): string {
  return unit.repeat(Math.floor(length / unit.length));
}

function withOutput(yaml: string): string {
  return SAGA.replace("{ type: succeed }", () => `{ type: succeed, output: ${yaml} }`);
}

function nested(open: string, close: string, depth: number): string {
  return open.repeat(depth) + close.repeat(depth);
}

const bomb = [
  `a0: &a0 [${"x,".repeat(9)}x]`,
  ...Array.from({ length: 9 }, (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}*a${level}]`),
].join("\n");

const TRICKS: readonly (readonly [name: string, text: string, code: DiagnosticCode])[] = [
  ["a document of 257 KiB", `${SAGA}# ${"x".repeat(257 * KIB)}`, "DOCUMENT_TOO_LARGE"],
  ["a document of 10 MiB", "x".repeat(10 * KIB * KIB), "DOCUMENT_TOO_LARGE"],
  ["a document that is large only in UTF-8", `# ${"€".repeat(90 * KIB)}`, "DOCUMENT_TOO_LARGE"],
  ["250 KiB of commas in a list", `[${filled(",")}`, "DOCUMENT_TOO_COMPLEX"],
  ["250 KiB of empty objects", filled("{}"), "DOCUMENT_TOO_COMPLEX"],
  ["250 KiB of list items", filled("- a\n"), "DOCUMENT_TOO_COMPLEX"],
  ["250 KiB of keys", filled("a:\n"), "DOCUMENT_TOO_COMPLEX"],
  ["250 KiB of question marks", filled("?\n"), "DOCUMENT_TOO_COMPLEX"],
  ["250 KiB of anchors", filled("&a "), "DOCUMENT_TOO_COMPLEX"],
  ["250 KiB of tags", filled("!a "), "DOCUMENT_TOO_COMPLEX"],
  ["250 KiB of comments", filled("#\n"), "DOCUMENT_TOO_COMPLEX"],
  ["250 KiB of empty lines", filled("\n"), "DOCUMENT_TOO_COMPLEX"],
  ["250 KiB of directives", filled("%a\n"), "DOCUMENT_TOO_COMPLEX"],
  ["250 KiB of empty texts", `[${filled('"",')}`, "DOCUMENT_TOO_COMPLEX"],
  ["10,000 commas in a list", `[${",".repeat(10_000)}]`, "SYNTAX"],
  ["65,000 documents", filled("---\na\n"), "SEVERAL_DOCUMENTS"],
  ["lists 65 deep", withOutput(nested("[", "]", 65)), "TOO_DEEP"],
  ["lists 10,000 deep", nested("[", "]", 10_000), "TOO_DEEP"],
  ["lists 100,000 deep, never closed", filled("[", 100_000), "TOO_DEEP"],
  ["objects 10,000 deep", nested("{a: ", "}", 10_000), "TOO_DEEP"],
  ["block lists 10,000 deep", filled("- ", 20_000), "TOO_DEEP"],
  ["explicit keys 10,000 deep", filled("? ", 20_000), "TOO_DEEP"],
  ["empty keys 10,000 deep", filled(": ", 20_000), "TOO_DEEP"],
  ["block objects 700 deep", Array.from({ length: 700 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"), "TOO_DEEP"],
  ["a billion laughs", bomb, "TOO_MANY_ALIASES"],
  ["101 aliases", `a: &a 1\nb: [${"*a,".repeat(101)}]`, "TOO_MANY_ALIASES"],
  ["an alias of itself", "a: &a [*a]", "CYCLIC_ALIAS"],
  ["two anchors that hold each other", "a: &a { b: &b { c: *a } }", "CYCLIC_ALIAS"],
  ["an alias without an anchor", withOutput("*nobody"), "UNKNOWN_ALIAS"],
  ["an alias before its anchor", "a: *b\nb: &b 1", "UNKNOWN_ALIAS"],
  ["an alias as a key", "a: &a x\n*a : 1", "KEY_NOT_TEXT"],
  ["a merge key", withOutput("{ <<: { a: 1 } }"), "MERGE_KEY"],
  ["a quoted merge key", withOutput("{ '<<': { a: 1 } }"), "MERGE_KEY"],
  [
    "a chain of merge keys",
    Array.from({ length: 90 }, (_, index) => `a${index}: &a${index} { <<: ${index === 0 ? "{}" : `*a${index - 1}`} }`).join("\n"),
    "MERGE_KEY",
  ],
  ["a key given twice", "a: 1\na: 2", "DUPLICATE_KEY"],
  ["a key given twice in different spelling", "a: 1\n'a': 2", "DUPLICATE_KEY"],
  ["a number as a key, given twice", "1: 1\n'1': 2", "DUPLICATE_KEY"],
  ["2,000 equal keys", "a: 1\n".repeat(2000), "DUPLICATE_KEY"],
  ["__proto__ at the top", `${SAGA}__proto__: { polluted: true }`, "RESERVED_KEY"],
  ["__proto__ below", withOutput("{ __proto__: { polluted: true } }"), "RESERVED_KEY"],
  ["constructor.prototype", withOutput("{ constructor: { prototype: { polluted: true } } }"), "RESERVED_KEY"],
  ["__proto__ in JSON", '{"__proto__": {"polluted": true}}', "RESERVED_KEY"],
  ["__proto__ as the name of a state", SAGA.replace("  done:", "  __proto__:"), "RESERVED_KEY"],
  ["prototype in a list", withOutput("[{ prototype: 1 }]"), "RESERVED_KEY"],
  ["a list as a key", "? [a, b]\n: 1", "KEY_NOT_TEXT"],
  ["an object as a key", "{ {a: b}: 1 }", "KEY_NOT_TEXT"],
  ["a colon without a key", ": 1", "KEY_NOT_TEXT"],
  ["2^53 + 1", withOutput("9007199254740993"), "NUMBER_NOT_EXACT"],
  ["-(2^53 + 1)", withOutput("-9007199254740993"), "NUMBER_NOT_EXACT"],
  ["2^53 + 1 in hexadecimal", withOutput("0x20000000000001"), "NUMBER_NOT_EXACT"],
  ["an integer of 10,000 digits", withOutput("9".repeat(10_000)), "NUMBER_NOT_EXACT"],
  ["1e400", withOutput("1e400"), "NUMBER_NOT_EXACT"],
  [".inf", withOutput(".inf"), "NUMBER_NOT_FINITE"],
  ["-.INF", withOutput("-.INF"), "NUMBER_NOT_FINITE"],
  [".NaN", withOutput(".NaN"), "NUMBER_NOT_FINITE"],
  ["a NUL", withOutput("a\u0000b"), "INVALID_CHARACTER"],
  ["a NUL by escape", withOutput('"\\0"'), "INVALID_CHARACTER"],
  ["half a surrogate pair", withOutput("a\ud800b"), "INVALID_CHARACTER"],
  ["half a surrogate pair by escape", withOutput('"\\ud800"'), "INVALID_CHARACTER"],
  ["half a surrogate pair in a key", withOutput('{ "\\udfff": 1 }'), "INVALID_CHARACTER"],
  ["a right-to-left override", withOutput("a\u202eb"), "INVALID_CHARACTER"],
  ["an isolate", withOutput("a\u2066b"), "INVALID_CHARACTER"],
  ["an escape sequence of a terminal", withOutput("a\u001b[31mb"), "INVALID_CHARACTER"],
  ["a byte order mark in the middle", withOutput("a\ufeffb"), "INVALID_CHARACTER"],
  ["a line separator", withOutput("a\u2028b"), "INVALID_CHARACTER"],
  ["a tab before a key", "a:\n\tb: 1", "TAB_INDENT"],
  ["a local tag", withOutput("!secret x"), "TAG_NOT_ALLOWED"],
  ["a tag that makes an object", withOutput("!!js/function 'x'"), "TAG_NOT_ALLOWED"],
  ["binary", withOutput("!!binary aGk="), "TAG_NOT_ALLOWED"],
  ["YAML 1.1", `%YAML 1.1\n---\n${SAGA}`, "DIRECTIVE_NOT_ALLOWED"],
  ["a tag directive", `%TAG ! tag:x,2026:\n---\n${SAGA}`, "DIRECTIVE_NOT_ALLOWED"],
  ["a second document", `${SAGA}---\n${SAGA}`, "SEVERAL_DOCUMENTS"],
  ["a second document after dots", `${SAGA}...\n---\n${SAGA}`, "SEVERAL_DOCUMENTS"],
  ["an open quote", withOutput('"abc'), "SYNTAX"],
  ["an open quote before 250 KiB", `a: "${filled("b\n")}`, "SYNTAX"],
  ["an open brace", "{ a: 1", "SYNTAX"],
  ["a stray bracket", "a: ]", "SYNTAX"],
  ["a key of 2,000 characters", `${"a".repeat(2000)}: 1`, "SYNTAX"],
  ["a bad escape", withOutput('"\\q"'), "SYNTAX"],
  ["an expression in braces", withOutput("${ input.a }"), "QUOTE_EXPRESSION"],
  ["an expression in a list", withOutput("[ ${ input.a } ]"), "QUOTE_EXPRESSION"],
  ["an expression behind text in braces", withOutput("a-${ input.a }"), "QUOTE_EXPRESSION"],
  ["an expression with a colon", `${SAGA}key: \${ true ? 'a' : 'b' }`, "QUOTE_EXPRESSION"],
  ["an expression with a hash", `${SAGA}key: \${ 'a' # 'b' }`, "QUOTE_EXPRESSION"],
  ["an expression with a colon on its second line", `${SAGA}key: \${ true\n  ? 'a' : 'b' }`, "QUOTE_EXPRESSION"],
  ["an expression behind an exclamation mark", `${SAGA}key: !\${ true }`, "QUOTE_EXPRESSION"],
  ["an expression behind an asterisk", `${SAGA}key: *\${ true }`, "QUOTE_EXPRESSION"],
  ["an expression never closed", `${SAGA}key: \${ true`, "UNCLOSED_EXPRESSION"],
  ["an expression never closed in quotes", `${SAGA}key: "\${ true"`, "UNCLOSED_EXPRESSION"],
  ["an expression never closed in a block", `${SAGA}key: |\n  \${ true\n`, "UNCLOSED_EXPRESSION"],
  ["an expression whose quote swallows its brace", `${SAGA}key: "\${ 'a }"`, "UNCLOSED_EXPRESSION"],
  ["250 KiB of open expressions", `a: ${filled("${", 200 * KIB)}`, "UNCLOSED_EXPRESSION"],
  ["a version that is a number", SAGA.replace("1.0.0", "1.10"), "UNQUOTED_VERSION"],
  ["a version in JSON that is a number", '{"document": {"dsl": 1, "kind": "saga", "name": "a", "version": "1.0.0"}}', "UNQUOTED_VERSION"],
  ["nothing", "", "EMPTY_DOCUMENT"],
  ["blanks", " \n  \n", "EMPTY_DOCUMENT"],
  ["only a comment", "# hello", "EMPTY_DOCUMENT"],
  ["only a marker", "---\n", "EMPTY_DOCUMENT"],
  ["a text", "hello", "NOT_AN_OBJECT"],
  ["a number", "42", "NOT_AN_OBJECT"],
  ["a list", "[]", "NOT_AN_OBJECT"],
  ["a state called like a method", SAGA.replaceAll("done", "toString").replace("start: toString", "start: valueOf"), "UNKNOWN_STATE"],
  [
    "a service called like a method",
    SAGA.replace("{ type: succeed }", "{ type: task, call: valueOf.toString, next: done }"),
    "UNKNOWN_SERVICE",
  ],
  ["a state type called like a method", SAGA.replace("succeed", "toString"), "NOT_ONE_OF"],
  [
    "a regular expression that backtracks for ever is only compiled",
    `${SAGA}input: { schema: { type: string, pattern: '(a+)+$(' } }`,
    "BAD_SCHEMA",
  ],
  ["a schema that refers to the network", `${SAGA}input: { schema: { $ref: 'http://127.0.0.1/x' } }`, "BAD_SCHEMA"],
];

// The validators of the schemas are compiled once a process.
beforeAll(() => void validateText(SAGA));

describe("hostile texts", () => {
  test.each(TRICKS)("%s", (_, text, code) => {
    const begun = process.cpuUsage();
    const { diagnostics } = validateText(text);
    const spent = process.cpuUsage(begun);

    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    expect((spent.user + spent.system) / 1000).toBeLessThan(CPU_MS_MAX);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("polluted");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("are as many as the language promises to answer", () => {
    expect(TRICKS.length).toBeGreaterThanOrEqual(60);
  });
});

describe("texts written to make checking expensive", () => {
  const name = (letter: string, index: number) => `${letter}${String(index).padStart(5, "0")}${"x".repeat(50)}`;
  const many = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join("\n");
  const head = SAGA.split("\n")[0];
  const setting = (values: string, more = "") =>
    `${head}\n${more}start: a\nstates:\n  a:\n    type: set\n    values:\n${values}\n    next: b\n  b: { type: succeed }\n`;

  test.each([
    [
      "unknown properties near to known ones",
      setting(
        many(1200, (index) => `      v${index}: \${ input.${name("q", index)} }`),
        `input:\n  schema:\n    type: object\n    properties:\n${many(1400, (index) => `      ${name("p", index)}: {}`)}\n`,
      ),
    ],
    ["unknown values near to known ones", setting(many(1800, (index) => `      ${name("p", index)}: \${ vars.${name("q", index)} }`))],
    [
      "a chain of 6,000 sensitive values, last one first",
      setting(
        many(6000, (index) => `      v${index}: \${ ${index === 5999 ? "input.c" : `vars.v${index + 1}`} }`),
        "input: { schema: { type: object, properties: { c: { sensitive: true } } } }\n",
      ),
    ],
    [
      "unknown edges near to known states",
      `${head}\nstart: a\nstates:\n${many(400, (index) => `  ${name("s", index)}: { type: succeed }`)}\n  a:\n    type: switch\n    cases:\n${many(190, (index) => `    - { when: '\${ true }', next: ${name("t", index)} }`)}\n    default: a\n`,
    ],
    [
      "participants that wait for each other in a long chain",
      `${head}\nstart: a\nstates:\n  a:\n    type: transaction\n    protocol: 2pc\n    kind: pivot\n    next: b\n    participants:\n${many(1800, (index) => `    - { name: p${index}, call: s.o, with: '\${ participants.q${index + 1}.output }' }`)}\n  b: { type: succeed }\n`,
    ],
    [
      "routes of slashes and of parameters",
      `${head}\ntriggers:\n  - http: { method: POST, path: ${"/".repeat(60 * KIB)}x }\n  - http: { method: POST, path: '${many(8000, (index) => `/{p${index}}`).replaceAll("\n", "")}' }\n${many(150, () => "  - http: { method: POST, path: /health }")}\nstart: b\nstates:\n  b: { type: succeed }\n`,
    ],
    [
      "errors that nobody declares, caught by thousands",
      `${head}\nstart: a\nstates:\n  a:\n    type: task\n    kind: readOnly\n    call: { worker: { queue: q } }\n    catch:\n    - next: b\n      errors:\n${many(2500, (index) => `      - ${name("e", index)}`)}\n    errors:\n${many(90, (index) => `    - { when: '\${ true }', type: ${name("f", index)} }`)}\n    next: b\n  b: { type: succeed }\n`,
    ],
  ])("%s", (_, text) => {
    const begun = process.cpuUsage();
    const { diagnostics } = validateText(text);
    const spent = process.cpuUsage(begun);

    expect(diagnostics.length).toBeGreaterThan(100);
    expect((spent.user + spent.system) / 1000).toBeLessThan(2 * CPU_MS_MAX);
  });
});

describe("unusual texts that are right", () => {
  test.each([
    ["a byte order mark at the start", `\ufeff${SAGA}`],
    ["line breaks of Windows", SAGA.replaceAll("\n", "\r\n")],
    [
      "JSON",
      JSON.stringify(
        { document: { dsl: "1.0", kind: "saga", name: "demo", version: "1.0.0" }, start: "done", states: { done: { type: "succeed" } } },
        null,
        "\t",
      ),
    ],
    ["100 aliases", withOutput(`{ a: &a 1, b: [${"*a,".repeat(99)}*a] }`)],
    ["a marker before and after", `---\n${SAGA}...\n`],
    ["YAML 1.2 by directive", `%YAML 1.2\n---\n${SAGA}`],
    ["2^53 and a quoted number beyond", withOutput("[9007199254740992, '9007199254740993']")],
    ["a literal dollar and brace", withOutput("'$${ not an expression'")],
    ["an emoji", withOutput("'😀'")],
    ["no as a text", withOutput("no")],
    [
      "an expression in a block",
      withOutput("x").replace(
        "{ type: succeed, output: x }",
        "\n    type: succeed\n    output: |\n      ${ true\n        ? 'a: b' : 'c # d' }",
      ),
    ],
  ])("%s", (_, text) => {
    const { diagnostics } = validateText(text);

    expect(diagnostics).toEqual([]);
  });
});
