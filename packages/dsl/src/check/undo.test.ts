import { describe, expect, test } from "vitest";
import { validateText } from "../validate-text.ts";

const HEAD = "document: { dsl: '1.0', kind: saga, name: demo, version: 1.0.0 }";
const STOCK = `document: { dsl: '1.0', kind: service, name: stock, version: 1.0.0 }
baseUrl: http://127.0.0.1:1
operations:
  plain: { kind: readOnly, call: { method: GET, path: /plain } }
  secret:
    kind: readOnly
    params: { type: object, properties: { card: { sensitive: true }, id: {} } }
    call: { method: GET, path: /secret }
    output: { card: '\${ params.card }', id: '\${ params.id }' }
  hold:
    kind: compensatable
    call: { method: POST, path: /hold }
    verify: { call: { method: GET, path: /hold }, happened: '\${ response.body }', output: '\${ response.body }' }
    compensate: { call: { method: DELETE, path: '/hold/\${ output.id }' } }
  keep: { kind: compensatable, call: { method: POST, path: /keep }, compensate: { call: { method: DELETE, path: /keep } } }
---
`;

function told(saga: string): readonly string[] {
  const first = STOCK.split("\n").length - 1;

  return validateText(`${STOCK}${HEAD}\n${saga}`, { many: true }).diagnostics.map(({ code, span }) => `${code} ${span.line - first}`);
}

const DONE = "  done: { type: succeed }";
const POST = "{ http: { method: POST, url: 'https://example.com/a' } }";
const UNDO = "{ call: { http: { method: DELETE, url: 'https://example.com/a' } } }";

describe("undoing a state by name", () => {
  const undone = (state: string): readonly string[] =>
    told(`start: a\nstates:\n  a: ${state}\n  back: { type: compensate, only: [a], next: done }\n${DONE}`).filter((one) =>
      one.startsWith("NOTHING_TO_UNDO"),
    );

  test.each([
    ["a task with an undo of its own", `{ type: task, kind: compensatable, call: ${POST}, compensate: ${UNDO}, next: back }`],
    ["a task whose operation has one", "{ type: task, call: stock.keep, next: back }"],
    ["a task whose operation nobody knows", "{ type: task, call: stock.nothing, next: back }"],
    ["a child, which undoes itself", "{ type: saga, saga: other, next: back }"],
    ["an awaited event that another takes back", "{ type: listen, event: { type: a }, compensate: { emit: { type: b } }, next: back }"],
    ["an event that another takes back", "{ type: emit, event: { type: a }, compensate: { emit: { type: b } }, next: back }"],
    [
      "a block with a task that has one",
      "{ type: parallel, branches: { x: { start: t, states: { t: { type: task, call: stock.keep, end: true } } } }, next: back }",
    ],
  ])("is right for %s", (_what, state) => {
    expect(undone(state)).toEqual([]);
  });

  test.each([
    ["a task that only reads", "{ type: task, call: stock.plain, next: back }"],
    ["a task without one", `{ type: task, kind: compensatable, call: ${POST}, next: back }`],
    ["an event", "{ type: emit, event: { type: a }, next: back }"],
    ["a wait", "{ type: wait, for: 1s, next: back }"],
    [
      "a block in which nothing is undone",
      "{ type: parallel, branches: { x: { start: t, states: { t: { type: task, call: stock.plain, end: true } } } }, next: back }",
    ],
  ])("is told for %s", (_what, state) => {
    expect(undone(state)).toEqual(["NOTHING_TO_UNDO 5"]);
  });
});

describe("undoing what is unknown without asking", () => {
  const saga = (task: string): string =>
    `compensation: { onUnknownOutcome: compensate }\nstart: a\nstates:\n  a: { type: task, ${task}, next: done }\n${DONE}`;

  test.each([
    ["the undo of the operation reads the answer", "call: stock.hold", true],
    ["the undo of the operation reads nothing", "call: stock.keep", false],
    ["the undo in place reads nothing", `kind: compensatable, call: ${POST}, compensate: ${UNDO}`, false],
    ["there is no undo", "call: stock.plain", false],
  ])("is told where it cannot work: %s", (_when, task, isTold) => {
    expect(told(saga(task)).includes("UNDO_NEEDS_OUTPUT 2")).toBe(isTold);
  });
});

describe("the operations of a service over HTTP", () => {
  const service = (operation: string): readonly string[] =>
    validateText(
      `document: { dsl: '1.0', kind: service, name: s, version: 1.0.0 }\nbaseUrl: http://s\noperations:\n  a: ${operation}`,
    ).diagnostics.map(({ code, message }) => `${code} ${message}`);

  test("need a call", () => {
    expect(service("{ kind: readOnly }")).toContain('MISSING_FIELD The field "call" is missing in "operations.a".');
  });
});

describe("what a sensitive value makes sensitive", () => {
  const CARD = "input: { schema: { type: object, required: [card], properties: { card: { type: string, sensitive: true } } } }";
  const tell = (read: string): string =>
    `  tell: { type: task, kind: readOnly, call: { http: { method: GET, url: 'https://example.com/\${ size(${read}) }' } }, next: done }`;
  const leaks = (states: string, read: string): boolean =>
    told(`${CARD}\nstart: a\nstates:\n${states}\n${tell(read)}\n${DONE}`).some((one) => one.startsWith("SENSITIVE"));

  const BODY = (more: string): string =>
    `  a:\n    type: forEach\n    in: '\${ [1] }'\n    body: { start: x, states: { x: { type: task, call: stock.secret, with: { card: '\${ input.card }', id: '\${ item }' }, end: true } }${more} }\n    next: tell`;
  const BRANCH = (more: string): string =>
    `  a:\n    type: parallel\n    branches: { b: { start: x, states: { x: { type: task, call: stock.secret, with: { card: '\${ input.card }', id: 1 }, end: true } }${more} } }\n    next: tell`;

  test.each([
    ["a value that is set", "  a: { type: set, values: { c: '${ input.card }' }, next: tell }", "vars.c", true],
    ["all values at once", "  a: { type: set, values: { c: '${ input.card }' }, next: tell }", "vars", true],
    ["another value", "  a: { type: set, values: { c: '${ input.card }', d: 1 }, next: tell }", "vars.d", false],
    [
      "the member of an answer that holds it",
      "  a: { type: task, call: stock.secret, with: { card: '${ input.card }' }, next: tell }",
      "steps.a.output.card",
      true,
    ],
    [
      "a member that does not",
      "  a: { type: task, call: stock.secret, with: { card: '${ input.card }', id: 1 }, next: tell }",
      "steps.a.output.id",
      false,
    ],
    ["all parameters given as one", "  a: { type: task, call: stock.secret, with: '${ input }', next: tell }", "steps.a.output.id", true],
    [
      "an answer that holds it twice",
      "  a: { type: task, call: stock.secret, with: { card: '${ input.card + input.card }', id: 1 }, next: tell }",
      "steps.a.output.card",
      true,
    ],
    [
      "what a step says it gives of it, twice",
      "  a: { type: task, call: stock.plain, output: { x: '${ input.card + input.card }' }, next: tell }",
      "steps.a.output.x",
      true,
    ],
    [
      "all parameters in the address of an undo",
      `  a: { type: task, kind: compensatable, call: ${POST}, with: { card: '\${ input.card }' }, compensate: { call: { http: { method: DELETE, url: 'https://example.com/\${ size(params) }' } } }, next: tell }`,
      "saga.id",
      true,
    ],
    [
      "an answer where nothing may end",
      "  a: { type: task, call: stock.secret, with: { card: '${ input.card }', id: 1 }, end: true, next: tell }",
      "steps.a.output.card",
      true,
    ],
    ["values that are one text", "  a: { type: set, values: '${ input.card }', next: tell }", "vars.c", false],
    ["all steps at once", "  a: { type: task, call: stock.secret, with: { card: '${ input.card }', id: 1 }, next: tell }", "steps", true],
    [
      "a step whose name is computed",
      "  a: { type: task, call: stock.secret, with: { card: '${ input.card }', id: 1 }, next: tell }",
      "steps[saga.id].output.card",
      true,
    ],
    [
      "a step whose name is computed, where a person fills something in",
      "  a: { type: human, form: { type: object, properties: { card: { sensitive: true } } }, outcomes: { yes: tell } }",
      "steps[saga.id].output.card",
      true,
    ],
    [
      "a step whose name is computed, where none gives it",
      "  a: { type: task, call: stock.keep, next: tell }",
      "steps[saga.id].output.a",
      false,
    ],
    [
      "the status of a step whose name is computed",
      "  a: { type: task, call: stock.secret, with: { card: '${ input.card }', id: 1 }, next: tell }",
      "steps[saga.id].status",
      false,
    ],
    [
      "a member of a step whose name is computed",
      "  a: { type: task, call: stock.secret, with: { card: '${ input.card }', id: 1 }, next: tell }",
      "steps.a[saga.id].card",
      true,
    ],
    [
      "what a body says it gives, with it twice",
      BODY(", output: { id: '${ steps.x.output.card + steps.x.output.card }' }"),
      "steps.a.output",
      true,
    ],
    ["what a body gives by its last step", BODY(""), "steps.a.output", true],
    ["what a body says it gives, without it", BODY(", output: { id: '${ steps.x.output.id }' }"), "steps.a.output", false],
    ["what a body says it gives, with it", BODY(", output: { id: '${ steps.x.output.card }' }"), "steps.a.output", true],
    ["what a branch gives by its last step", BRANCH(""), "steps.a.output", true],
    ["what a branch says it gives, without it", BRANCH(", output: { id: '${ steps.x.output.id }' }"), "steps.a.output", false],
  ])("%s", (_what, states, read, isSensitive) => {
    expect(leaks(states, read)).toBe(isSensitive);
  });
});

describe("a step without an undo", () => {
  const step = (more: string): readonly string[] => told(`start: a\nstates:\n  a: { type: task, ${more}, next: done }\n${DONE}`);

  test.each([
    ["is told before the pivot, when its effect would stay", `kind: retriable, call: ${POST}`, ["STEP_WITHOUT_UNDO 4"]],
    ["is none when its operation has one", "kind: retriable, call: stock.keep", []],
    ["is none when it brings one along", `kind: retriable, call: ${POST}, compensate: ${UNDO}`, []],
    ["is told nothing of while nobody knows what it calls", "kind: compensatable, call: stock.gone", ["UNKNOWN_OPERATION 4"]],
  ])("%s", (_what, more, expected) => {
    expect(step(more)).toEqual(expected);
  });
});
