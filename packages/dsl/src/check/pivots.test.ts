import { describe, expect, test } from "vitest";
import { told } from "../testing/told.ts";

const DONE = "  done: { type: succeed }";
const book = (next: string): string => `{ type: task, call: stock.book, next: ${next} }`;
const group = "{ type: transaction, protocol: 2pc, kind: pivot, participants: [ { name: p, call: stock.pledge } ], next: b }";
const inBody = (state: string): string => `forEach, in: '\${ [1] }', body: { start: x, states: { x: ${state} } }`;
const CHILDREN = {
  plain: `start: done\nstates:\n${DONE}`,
  final: `start: a\nstates:\n  a: ${book("done")}\n${DONE}`,
  deep: `start: a\nstates:\n  a: { type: saga, saga: final, next: done }\n${DONE}`,
};

/** A saga with the states `a` on line 3 and `b` on line 4. */
const two = (a: string, b: string): string => `start: a\nstates:\n  a: ${a}\n  b: ${b}\n${DONE}`;

describe("two pivots on one path", () => {
  test.each([
    ["two tasks", two(book("b"), book("done")), "TWO_PIVOTS 4"],
    ["a task and a group", two(group, book("done")), "TWO_PIVOTS 4"],
    ["a task and a child that passes a pivot", two(book("b"), "{ type: saga, saga: final, next: done }"), "TWO_PIVOTS 4"],
    ["a child whose child passes a pivot, and a task", two("{ type: saga, saga: deep, next: b }", book("done")), "TWO_PIVOTS 4"],
    ["a child that passes none, and a task", two("{ type: saga, saga: plain, next: b }", book("done")), ""],
    [
      "a task and a group that can be undone",
      two(
        book("b"),
        "{ type: transaction, protocol: 2pc, kind: compensatable, participants: [ { name: p, call: stock.move } ], next: done }",
      ),
      "",
    ],
    [
      "a second one after the first was refused",
      two("{ type: task, call: stock.book, catch: [ { errors: [Refused], next: b } ], next: done }", book("done")),
      "",
    ],
  ])("%s", (_, saga, expected) => {
    expect(told(saga, CHILDREN)).toBe(expected);
  });
});

describe("a pivot inside a branch or body", () => {
  test.each([
    ["a task", "{ type: task, call: stock.book, end: true }", "PIVOT_IN_SCOPE 3"],
    ["a group", group.replace("next: b", "end: true"), "PIVOT_IN_SCOPE 3"],
    ["a child that passes one", "{ type: saga, saga: deep, end: true }", "PIVOT_IN_SCOPE 3"],
    ["a child that passes none", "{ type: saga, saga: plain, end: true }", ""],
  ])("%s", (_, state, expected) => {
    expect(told(`start: a\nstates:\n  a: { type: ${inBody(state)}, next: done }\n${DONE}`, CHILDREN)).toBe(expected);
  });
});

describe("after the pivot", () => {
  const behind = (b: string, pivot = book("b")): string => two(pivot, b);
  test.each([
    ["a failing end", `start: a\nstates:\n  a: ${book("b")}\n  b: { type: fail, error: { type: X } }`, "FAIL_AFTER_PIVOT 4"],
    ["a failing end inside a block", behind(`{ type: ${inBody("{ type: fail, error: { type: X } }")}, next: done }`), "FAIL_AFTER_PIVOT 4"],
    ["undoing on purpose", behind("{ type: compensate, next: done }"), "COMPENSATE_AFTER_PIVOT 4"],
    [
      "a catch with compensate, inside a block",
      behind(
        `{ type: ${inBody("{ type: task, call: stock.find, catch: [ { errors: ['*'], compensate: true, next: y } ], end: true }, y: { type: wait, for: 1s, end: true }")}, next: done }`,
      ),
      "COMPENSATE_AFTER_PIVOT 4",
    ],
    [
      "a catch of a block with compensate",
      behind(
        `{ type: ${inBody("{ type: task, call: stock.find, end: true }")}, catch: [ { errors: ['*'], compensate: true, next: done } ], next: done }`,
      ),
      "COMPENSATE_AFTER_PIVOT 4",
    ],
    [
      "a step with an undo, inside a block",
      behind(`{ type: ${inBody("{ type: task, call: stock.hold, with: { id: 1 }, end: true }")}, next: done }`),
      "COMPENSATABLE_AFTER_PIVOT 4",
    ],
    [
      "an event with an undo",
      behind("{ type: emit, event: { type: x }, compensate: { emit: { type: y } }, next: done }"),
      "COMPENSATABLE_AFTER_PIVOT 4",
    ],
    ["an event without one", behind("{ type: emit, event: { type: x }, next: done }"), ""],
    ["a retriable step inside a block", behind(`{ type: ${inBody("{ type: task, call: stock.tell, end: true }")}, next: done }`), ""],
    ["all of it, behind a group", behind("{ type: compensate, next: done }", group), "COMPENSATE_AFTER_PIVOT 4"],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});

describe("a child saga", () => {
  const INPUT = "input: { schema: { type: object, required: [id], additionalProperties: false, properties: { id: {} } } }";
  const child = (more: string, output = ""): string =>
    `start: a\nstates:\n  a: { type: saga, ${more}next: done }\n  done: { type: succeed${output} }`;
  const needy = { needy: `${INPUT}\nstart: done\nstates:\n  done: { type: succeed, output: { total: '\${ input.id }' } }` };
  test.each([
    ["that is not there", child("saga: nobody, "), "UNKNOWN_SAGA 3"],
    ["of a version that is not there", child("saga: 'needy@^2.0', "), "UNKNOWN_SAGA 3"],
    ["given what it needs", child("saga: needy, input: { id: 1 }, "), ""],
    ["not given what it needs", child("saga: needy, "), "MISSING_PARAM 3"],
    ["given what it does not take", child("saga: needy, input: { id: 1, name: a }, "), "UNDECLARED_PROPERTY 3"],
    ["given all at once", child("saga: needy, input: '${ input }', "), ""],
    ["read for what it gives", child("saga: needy, input: { id: 1 }, ", ", output: '${ steps.a.output.total }'"), ""],
    [
      "read for what it does not give",
      child("saga: needy, input: { id: 1 }, ", ", output: '${ steps.a.output.totl }'"),
      "UNDECLARED_PROPERTY 4",
    ],
    ["that is the saga itself", child("saga: demo, "), "RECURSION 3"],
  ])("%s", (_, saga, expected) => {
    expect(told(saga, needy)).toBe(expected);
  });

  test("that comes back to the saga through another is told in both", () => {
    const other = child("saga: demo, ");

    expect(told(child("saga: other, "), { other })).toBe("RECURSION 3");
  });

  test("whose own children go in a circle is not this saga's mistake", () => {
    expect(told(child("saga: one, "), { one: child("saga: two, "), two: child("saga: one, ") })).toBe("");
  });

  test("inside a body is looked for too", () => {
    expect(told(`start: a\nstates:\n  a: { type: ${inBody("{ type: saga, saga: nobody, end: true }")}, next: done }\n${DONE}`)).toBe(
      "UNKNOWN_SAGA 3",
    );
  });
});
