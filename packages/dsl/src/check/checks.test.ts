import { describe, expect, test } from "vitest";
import { validateText } from "../validate-text.ts";

const HEAD = "document: { dsl: '1.0', kind: saga, name: demo, version: 1.0.0 }";
const CARD =
  "input: { schema: { type: object, required: [id, card], properties: { id: { type: string }, card: { type: object, sensitive: true } } } }";
const STOCK = `document: { dsl: '1.0', kind: service, name: stock, version: 1.0.0 }
baseUrl: http://127.0.0.1:1
operations:
  find:
    kind: readOnly
    params: { type: object, properties: { id: {} } }
    call: { method: GET, path: '/find/\${ params.id }' }
    output: { echo: '\${ params.id }', all: '\${ response.body }' }
  plain: { kind: readOnly, call: { method: GET, path: /plain }, outputSchema: { type: object, properties: { a: {}, secret: { sensitive: true } } } }
  hold:
    kind: compensatable
    call: { method: POST, path: /hold }
    verify: { call: { method: GET, path: /hold }, happened: '\${ response.body }', output: '\${ response.body }' }
    compensate: { call: { method: DELETE, path: '/hold/\${ output.id }' } }
---
`;

/** Codes with their line in the saga; the catalogue in front does not count. */
function told(saga: string): string {
  const text = `${STOCK}${HEAD}\n${saga}`;
  const first = STOCK.split("\n").length - 1;

  return validateText(text, { many: true })
    .diagnostics.map(({ code, span }) => `${code} ${span.line - first}`)
    .join("; ");
}

const done = "  done: { type: succeed }";
const get = "{ http: { method: GET, url: 'https://example.com' } }";

describe("references between scopes", () => {
  test.each([
    [
      "an edge out of a branch",
      `start: both\nstates:\n  both:\n    type: parallel\n    branches:\n      a: { start: x, states: { x: { type: set, values: { v: 1 }, next: done } } }\n      b: { start: y, states: { y: { type: set, values: { v: 1 }, end: true } } }\n    next: done\n${done}`,
      "UNUSED_VALUE 7; UNKNOWN_STATE 7; UNUSED_VALUE 8",
    ],
    [
      "succeed inside a body, and names of items that are taken",
      `start: each\nstates:\n  each:\n    type: forEach\n    in: \${ [1] }\n    each: input\n    at: input\n    body: { start: x, states: { x: { type: succeed } } }\n    next: done\n${done}`,
      "NAME_CLASH 7; NAME_CLASH 8; DEAD_END 9",
    ],
    ["end: true at the top", `start: a\nstates:\n  a: { type: task, kind: readOnly, call: ${get}, end: true }`, "DEAD_END 4"],
    [
      "the ways out of a human state",
      `timeout: { after: 1d }\nstart: ask\nstates:\n  ask: { type: human, outcomes: { yes: done, no: nowhere }, timeout: 1h, onTimeout: done }\n${done}`,
      "UNKNOWN_STATE 5",
    ],
    [
      "syntax inside an event",
      `start: tell\nstates:\n  tell: { type: emit, event: { type: a, data: '\${ 1 + }' }, next: done }\n${done}`,
      "EXPRESSION_SYNTAX 4",
    ],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});

describe("what is certain", () => {
  const a = `  a: { type: task, call: stock.plain, catch: [ { errors: [Timeout], next: b } ], next: b }`;
  test.each([
    ["an output behind a catch", `start: a\nstates:\n${a}\n  b: { type: succeed, output: '\${ steps.a.output }' }`, "OUTPUT_NOT_CERTAIN 5"],
    ["a guarded output", `start: a\nstates:\n${a}\n  b: { type: succeed, output: '\${ steps.a.?output.?a.orValue(1) }' }`, ""],
    [
      "an output proven by has",
      `start: a\nstates:\n${a}\n  b: { type: succeed, output: '\${ has(steps.a.output) && steps.a.output.a == 1 }' }`,
      "",
    ],
    ["the status of a step", `start: a\nstates:\n${a}\n  b: { type: succeed, output: '\${ steps.a.status }' }`, ""],
    [
      "an output of an optional step",
      `start: a\nstates:\n  a: { type: task, call: stock.plain, optional: true, next: b }\n  b: { type: succeed, output: '\${ steps.a.output.a }' }`,
      "OUTPUT_NOT_CERTAIN 5",
    ],
    [
      "an output that a later visit takes away",
      `timeout: { after: 1h }\nstart: a\nstates:\n  a: { type: task, call: stock.plain, catch: [ { errors: ['*'], next: w } ], next: b }\n  b: { type: switch, cases: [ { when: '\${ steps.a.output.a == 1 }', next: a } ], default: c }\n  c: { type: succeed }\n  w: { type: wait, for: 1s, next: d }\n  d: { type: succeed, output: '\${ steps.a.output }' }`,
      "OUTPUT_NOT_CERTAIN 9",
    ],
    [
      "a value set on one way only",
      `start: a\nstates:\n  a: { type: switch, cases: [ { when: '\${ true }', next: b } ], default: c }\n  b: { type: set, values: { v: 1 }, next: c }\n  c: { type: succeed, output: '\${ vars.v }' }`,
      "OUTPUT_NOT_CERTAIN 6",
    ],
    ["the error outside a catch", `start: a\nstates:\n${a}\n  b: { type: succeed, output: '\${ error.type }' }`, "UNKNOWN_REFERENCE 5"],
    [
      "the error behind a catch",
      `start: a\nstates:\n  a: { type: task, call: stock.plain, catch: [ { errors: ['*'], when: '\${ error.status == 500 }', next: b } ], next: c }\n  b: { type: succeed, output: '\${ error.detail }' }\n  c: { type: succeed }`,
      "",
    ],
    [
      "a property the output does not declare",
      `start: a\nstates:\n  a: { type: task, call: stock.plain, next: b }\n  b: { type: succeed, output: '\${ steps.a.output.b }' }`,
      "UNDECLARED_PROPERTY 5",
    ],
    [
      "an output of a state without one",
      `timeout: { after: 1h }\nstart: a\nstates:\n  a: { type: wait, for: 1s, next: b }\n  b: { type: succeed, output: '\${ steps.a.output.b }' }`,
      "UNDECLARED_PROPERTY 6; OUTPUT_NOT_CERTAIN 6",
    ],
    [
      "values read as a whole",
      `start: a\nstates:\n  a: { type: set, values: { v: 1 }, next: b }\n  b: { type: succeed, output: '\${ vars }' }`,
      "",
    ],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});

describe("sensitive values", () => {
  test.each([
    ["a whole that holds one", `${CARD}\nkey: \${ string(size(input)) }\nstart: done\nstates:\n${done}`, "SENSITIVE_NOT_ALLOWED 3"],
    ["one that is not", `${CARD}\nkey: \${ input.id }\nstart: done\nstates:\n${done}`, ""],
    [
      "one passed to a path by a catalogue",
      `${CARD}\nstart: a\nstates:\n  a: { type: task, call: stock.find, with: { id: '\${ input.card.number }' }, next: done }\n${done}`,
      "SENSITIVE_NOT_ALLOWED 5",
    ],
    [
      "one that travels through a value and an output",
      `${CARD}\nstart: a\nstates:\n  a: { type: set, values: { v: '\${ input.card.number }' }, next: b }\n  b: { type: task, call: stock.hold, with: { x: '\${ vars.v }' }, next: c }\n  c: { type: task, kind: readOnly, call: { http: { method: GET, url: 'https://example.com/\${ vars.v }' } }, next: done }\n${done}`,
      "SENSITIVE_NOT_ALLOWED 7",
    ],
    [
      "one an output schema marks",
      `start: a\nstates:\n  a: { type: task, call: stock.plain, next: b }\n  b: { type: task, kind: readOnly, call: { http: { method: GET, url: 'https://example.com/\${ steps.a.output.secret }' } }, next: done }\n${done}`,
      "SENSITIVE_NOT_ALLOWED 5",
    ],
    [
      "one in a body",
      `${CARD}\nstart: c\nstates:\n  c: { type: task, kind: readOnly, call: { http: { method: POST, url: 'https://example.com', body: '\${ input.card }' } }, next: done }\n${done}`,
      "",
    ],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});

describe("undo", () => {
  const hold = "  a: { type: task, call: stock.hold, next: done }";
  const inline = (more: string) => `start: a\nstates:\n  a:\n    type: task\n    call: ${get}\n    ${more}\n    next: done\n${done}`;
  test.each([
    [
      "undoing unknown outcomes unasked where an undo reads its output",
      `compensation: { onUnknownOutcome: compensate }\nstart: a\nstates:\n${hold}\n${done}`,
      "UNDO_NEEDS_OUTPUT 2",
    ],
    ["asking where an undo reads its output", `start: a\nstates:\n${hold}\n${done}`, ""],
    [
      "an undo in place that reads the output",
      inline("compensate: { call: { http: { method: DELETE, url: 'https://example.com/${ output.id }' } } }"),
      "UNDO_NEEDS_OUTPUT 7",
    ],
    [
      "an undo in place that reads input and params",
      inline(
        "compensate: { call: { http: { method: DELETE, url: 'https://example.com/${ params.id }', headers: { A: '${ secrets.a }' } } } }",
      ),
      "",
    ],
    [
      "an undo in place that reads steps",
      inline("compensate: { call: { http: { method: DELETE, url: 'https://example.com/${ steps.a.status }' } } }"),
      "UNKNOWN_REFERENCE 7",
    ],
    ["an undo that takes a path of no service", inline("compensate: { call: { method: DELETE, path: /x } }"), "EXCLUSIVE_FIELDS 7"],
    ["a pivot in place without verify", inline("kind: pivot"), "PIVOT_WITHOUT_VERIFY 4"],
    [
      "a pivot in place with verify",
      inline(
        "kind: pivot\n    verify: { call: { http: { method: GET, url: 'https://example.com' } }, happened: '${ response.status == 200 }' }",
      ),
      "",
    ],
    [
      "a pivot in place with an undo",
      inline("kind: pivot\n    compensate: { call: { http: { method: DELETE, url: 'https://example.com' } } }"),
      "PIVOT_WITHOUT_VERIFY 4; UNDO_NEVER_RUNS 8",
    ],
    ["a retriable step in place", inline("kind: retriable"), "STEP_WITHOUT_UNDO 4"],
    ["both for and until", `timeout: { after: 1h }\nstart: w\nstates:\n  w: { type: wait, next: done }\n${done}`, "EXCLUSIVE_FIELDS 5"],
    [
      "errors of a call in place",
      inline("kind: readOnly\n    errors: [ { when: '${ response.status == 404 }', type: Gone } ]"),
      "ERROR_NOT_CAUGHT 6",
    ],
    [
      "a time that is no time",
      `timeout: { after: 1h }\nstart: w\nstates:\n  w: { type: wait, until: '\${ 5 }', next: done }\n${done}`,
      "EXPRESSION_TYPE 5",
    ],
    ["a time-out computed from the input", `timeout: { after: '\${ input.limit }' }\nstart: done\nstates:\n${done}`, ""],
    [
      "a time-out with an expression inside a text",
      `timeout: { after: '\${ input.limit }s' }\nstart: done\nstates:\n${done}`,
      "NOT_AN_EXPRESSION 2",
    ],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });

  test("a path is left before the pivot when the pivot is refused", () => {
    const pivot =
      "kind: pivot, verify: { call: { http: { method: GET, url: 'https://example.com' } }, happened: '${ response.status == 200 }' }";
    const saga = `start: a\nstates:\n  a: { type: task, ${pivot}, call: ${get}, catch: [ { errors: [Refused], compensate: true, next: b } ], next: done }\n  b: { type: task, ${pivot}, call: ${get}, catch: [ { errors: ['*'], next: sorry } ], next: done }\n  sorry: { type: fail, error: { type: X } }\n${done}`;

    expect(told(saga)).toBe("");
  });
});

describe("loops", () => {
  test("two loops without a wait are told each, once", () => {
    const choose = (to: string, next: string) => `{ type: switch, cases: [ { when: '\${ true }', next: ${to} } ], default: ${next} }`;
    const saga = `start: a\nstates:\n  a: ${choose("b", "c")}\n  b: ${choose("a", "c")}\n  c: ${choose("c", "done")}\n${done}`;

    expect(told(saga)).toBe("ENDLESS_LOOP 4; ENDLESS_LOOP 6");
  });
});

describe("JSON Schemas of the author", () => {
  test.each([
    ["{ type: [string, nul] }", "BAD_SCHEMA 2"],
    ["{ properties: [] }", "BAD_SCHEMA 2"],
    ["{ properties: { a: 5 } }", "BAD_SCHEMA 2"],
    ["{ allOf: [] }", "BAD_SCHEMA 2"],
    ["{ allOf: [ { minimum: a } ] }", "BAD_SCHEMA 2"],
    ["{ required: id }", "BAD_SCHEMA 2"],
    ["{ minLength: -1 }", "BAD_SCHEMA 2"],
    ["{ uniqueItems: 1 }", "BAD_SCHEMA 2"],
    ["{ enum: a }", "BAD_SCHEMA 2"],
    ["{ dependentRequired: { a: b } }", "BAD_SCHEMA 2"],
    ["{ title: 5 }", "BAD_SCHEMA 2"],
    ["{ patternProperties: { '(': {} } }", "BAD_SCHEMA 2"],
    ["{ $ref: '#/$defs/none' }", "BAD_SCHEMA 2"],
    ["{ $ref: 5 }", "BAD_SCHEMA 2"],
    ["{ $ref: '#/$defs/a', $defs: { a: { type: object } } }", ""],
    ["{ items: { $ref: '#' }, x-note: a, const: 1, not: true, patternProperties: { '^a': {} }, dependentRequired: { a: [b] } }", ""],
    ["true", ""],
    ["5", "WRONG_TYPE 2"],
  ])("%s", (schema, expected) => {
    expect(told(`input: { schema: ${schema} }\nstart: done\nstates:\n${done}`)).toBe(expected);
  });
});
