import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateShape } from "../schema/validate-shape.ts";
import { readSources } from "../source/read-sources.ts";
import { importWorkflow } from "./import-workflow.ts";
import { importText, mistakesIn } from "./testing/import-text.ts";
import { tasksWorkflow } from "./testing/serverless.ts";
import { writeImported } from "./write-imported.ts";

const LAMBDA = "arn:aws:lambda:eu-west-1:1:function:";

const SOURCES = [
  JSON.stringify({
    StartAt: "A",
    States: {
      A: {
        Type: "Task",
        Resource: `${LAMBDA}a`,
        ResultPath: "$.a",
        Retry: [{ ErrorEquals: ["X"], MaxAttempts: 2 }],
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.e", Next: "UndoA" }],
        Next: "B",
      },
      B: {
        Type: "Choice",
        Choices: [
          {
            And: [
              { Variable: "$.a.n", NumericLessThan: 3 },
              { Variable: "$.b", IsPresent: true },
            ],
            Next: "C",
          },
        ],
        Default: "D",
      },
      C: {
        Type: "Map",
        ItemsPath: "$.a.items",
        ItemProcessor: { StartAt: "X", States: { X: { Type: "Pass", Parameters: { "v.$": "States.Format('{}', $.id)" }, End: true } } },
        Next: "B",
      },
      D: {
        Type: "Parallel",
        Branches: [
          { StartAt: "P", States: { P: { Type: "Wait", SecondsPath: "$.s", End: true } } },
          { StartAt: "Q", States: { Q: { Type: "Succeed" } } },
        ],
        End: true,
      },
      UndoA: { Type: "Task", Resource: `${LAMBDA}undo-a`, Next: "F" },
      F: { Type: "Fail", Error: "E" },
    },
  }),
  `id: o\nversion: '1'\nspecVersion: '0.8'\nfunctions: [{ name: f, operation: 'a.json#f' }]\nevents: [{ name: e, type: t }]\nstates:\n  - { name: A, type: operation, compensatedBy: C, actions: [{ functionRef: { refName: f, arguments: { x: '\${ .a | length }' } } }], onErrors: [{ errorRef: '*', end: true }], transition: B }\n  - { name: C, type: operation, usedForCompensation: true, actions: [{ functionRef: f }] }\n  - { name: B, type: foreach, inputCollection: '\${ .l }', outputCollection: '\${ .r }', actions: [{ eventRef: { produceEventRef: e } }], transition: D }\n  - { name: D, type: switch, dataConditions: [{ condition: '\${ .n > 1 }', transition: A }], defaultCondition: { end: { compensate: true } } }\n`,
  `document: { dsl: '1.0.0', name: o, version: '1.0.0' }\ndo:\n  - a: { set: { n: [1, 2] } }\n  - l: { for: { in: .n }, do: [{ s: { switch: [{ c: { when: .item, then: exit } }] } }] }\n  - t: { try: [{ h: { call: http, with: { method: get, endpoint: 'https://x.example.com/{n}' } } }], catch: { as: e, retry: { delay: PT1S }, do: [{ r: { raise: { error: { type: q, status: 400 } } } }] } }\n  - f: { fork: { branches: [{ x: { wait: PT1S } }, { y: { listen: { to: { one: { with: { type: z } } } } } }] } }\n`,
];

const PIECES = [
  "null",
  "{}",
  "[]",
  '"A"',
  '"B"',
  "true",
  "-1",
  "1e9",
  "$",
  "$.",
  "$..",
  "${",
  "}",
  "[?(",
  "States.",
  "{%",
  "%}",
  "\\u0000",
  "constructor",
  "__proto__",
  "toString",
  "hasOwnProperty",
  "Next",
  "End",
  "next",
  ": ",
  "- ",
  ",",
  "\n",
  "  ",
  "'",
  '"',
  "&a",
  "*a",
  "..",
  "|",
  "if",
  "then",
];

describe("importing", () => {
  test("never throws, whatever became of a source, and what it gives has its shape", () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(...SOURCES),
        fc.array(fc.tuple(fc.nat(4_000), fc.nat(40), fc.constantFrom(...PIECES)), { minLength: 1, maxLength: 4 }),
      )
      .map(([source, changes]) =>
        changes.reduce(
          (text, [at, length, piece]) => `${text.slice(0, at % text.length)}${piece}${text.slice((at % text.length) + length)}`,
          source,
        ),
      );

    fc.assert(
      fc.property(mutated, (text) => {
        const result = importWorkflow(text);
        if (!result.ok) return result.problems.length > 0;
        return result.imported.documents.every((document, index) => validateShape(index === 0 ? "saga" : "service", document).length === 0);
      }),
      { numRuns: 120 },
    );
  });

  test("refuses no source it could read only because a name or value of it was changed", () => {
    const values = fc.constantFrom(null, true, 0, -5, 1e15, "", "$", "${ .a }", "{% $x %}", [], {}, [[]], { a: { b: [] } });
    const places = SOURCES.flatMap((source) =>
      pathsIn(readSources(source, { many: false }).sources[0]?.value).map((path) => ({ source, path })),
    );

    fc.assert(
      fc.property(fc.constantFrom(...places), values, ({ source, path }, value) => {
        const json = structuredClone(readSources(source, { many: false }).sources[0]?.value) as Tree;
        put(json, path, value as Tree);
        const result = importWorkflow(JSON.stringify(json));
        return result.ok || result.problems.every(({ code }) => code === "SOURCE_INVALID" || code === "FORMAT_UNKNOWN");
      }),
      { numRuns: 120 },
    );
  });

  test("gives files that are read back as the documents they were made of", () => {
    for (const source of SOURCES) {
      const imported = importText(source);

      expect(writeImported(imported).map(({ text }) => readSources(text, { many: false }).sources[0]?.value)).toEqual(imported.documents);
      expect(mistakesIn(imported)).toEqual([]);
    }
  });

  test("gives the same each time", () => {
    expect(SOURCES.map((source) => importText(source))).toEqual(SOURCES.map((source) => importText(source)));
  });
});

type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree };

function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];

  return [...(path.length > 0 ? [path] : []), ...Object.entries(value).flatMap(([key, member]) => pathsIn(member, [...path, key]))];
}

function put(json: Tree, path: readonly string[], value: Tree): void {
  const last = path.at(-1) ?? "";
  const owner = path.slice(0, -1).reduce<Tree>((at, key) => (at as { [key: string]: Tree })[key] ?? null, json);
  (owner as { [key: string]: Tree })[last] = value;
}

describe("a text that is no workflow", () => {
  test.each([
    ["is empty", "", "EMPTY_DOCUMENT"],
    ["is no YAML", "{ a: [", "SYNTAX"],
    ["is something else", "a: 1", "FORMAT_UNKNOWN"],
    ["is a list", "- a: 1", "FORMAT_UNKNOWN"],
    ["is an expression that is never closed", '${{"A":{"B":"C"}}', "UNCLOSED_EXPRESSION"],
    ["is a saga already", "document: { dsl: '1.0', kind: saga, name: a, version: 1.0.0 }\nstart: a\nstates: {}", "FORMAT_UNKNOWN"],
    ["hides a prototype", '{"StartAt":"A","States":{"__proto__":{"Type":"Succeed"}}}', "RESERVED_KEY"],
    ["leads nowhere", '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":1,"Next":"B"}}}', "SOURCE_INVALID"],
    ["begins nowhere", '{"StartAt":"B","States":{"A":{"Type":"Succeed"}}}', "SOURCE_INVALID"],
    ["has a state of no type", '{"StartAt":"A","States":{"A":{"Type":"Dance","End":true}}}', "SOURCE_INVALID"],
    [
      "has a task that does nothing",
      "document: { dsl: '1.0.0', name: a, version: '1.0.0' }\ndo: [{ a: { dance: true } }]",
      "SOURCE_INVALID",
    ],
    ["has a state of 0.8 without a name", "id: a\nspecVersion: '0.8'\nstates: [{ type: sleep }]", "SOURCE_INVALID"],
    ["is nested too deeply", `{"StartAt":"A","States":{"A":${'{"a":'.repeat(100)}1${"}".repeat(100)}}}`, "TOO_DEEP"],
  ])("because it %s is refused with a code, a sentence and a remedy", (_why, text, code) => {
    const result = importWorkflow(text);

    expect(result).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.objectContaining({ code, message: expect.any(String), remedy: expect.any(String) })]),
    });
  });

  test("is told with the place of the mistake", () => {
    const result = importWorkflow(
      '{\n  "StartAt": "A",\n  "States": {\n    "A": { "Type": "Wait", "Seconds": 1,\n      "Next": "B" }\n  }\n}',
    );

    expect(result).toEqual({
      ok: false,
      problems: [
        {
          code: "SOURCE_INVALID",
          at: "/States/A/Next",
          line: 5,
          column: 7,
          message: '"A" leads to "B", and no state of its machine has this name.',
          remedy: "Correct the name, or add the state.",
        },
      ],
    });
  });

  test("that winds through loop after loop is stopped", () => {
    const hops = Array.from({ length: 38 }, (_, hop) => [
      `- h${hop}: { switch: [{ back: { when: .again, then: h${Math.max(0, hop - 1)} } }] }`,
      ...Array.from({ length: 80 }, (_each, step) => `- p${hop}x${step}: { do: [] }`),
    ]).flat();

    const result = importWorkflow(tasksWorkflow([...hops, "- e: { set: .x }", "- l: { wait: PT1S, then: h37 }"].join("\n")));

    expect(result).toMatchObject({
      ok: false,
      problems: [
        {
          code: "SOURCE_TOO_COMPLEX",
          message: "The workflow is too large or too tangled to be imported.",
        },
      ],
    });
  });

  test("that doubles its document with every state is stopped", () => {
    const states = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `S${index}`,
        {
          Type: "Task",
          Resource: `${LAMBDA}f`,
          Parameters: { "a.$": "$" },
          ResultSelector: {},
          Assign: { "x.$": "States.Array($x, $x)" },
          ResultPath: "$.r",
          ...(index === 59 ? { End: true } : { Next: `S${index + 1}` }),
        },
      ]),
    );

    const result = importWorkflow(JSON.stringify({ StartAt: "S0", States: states }));

    expect(JSON.stringify(result).length).toBeLessThan(2_000_000);
  });
});
