import { describe, expect, test } from "vitest";
import { told } from "../testing/told.ts";

const DONE = "  done: { type: succeed }";
const hold = (more: string): string => `{ type: task, call: stock.hold, with: { id: 1 }, ${more} }`;

/** A saga whose block has the branches `left` and `right`; lines 4 and 5 are the branches. */
const both = (left: string, right: string, more = ""): string =>
  `start: both\nstates:\n  both: { type: parallel, branches: {\n    left: ${left},\n    right: ${right} },${more} next: done }\n${DONE}`;
const branch = (state: string, more = ""): string => `{ start: a, states: { a: ${state} }${more} }`;
const right = branch("{ type: task, call: stock.find, end: true }");

/** A saga whose body stands on line 5. */
const each = (body: string, more = ""): string =>
  `start: each\nstates:\n  each: { type: forEach, in: '\${ [1, 2] }', each: article,${more}\n    next: done,\n    body: ${body} }\n${DONE}`;

describe("the chart of a branch or body", () => {
  test.each([
    ["a branch that ends", both(branch(hold("end: true")), right), ""],
    ["an unknown start", both("{ start: b, states: { a: { type: task, call: stock.find, end: true } } }", right), "UNKNOWN_STATE 4"],
    [
      "a state nobody enters",
      both(`{ start: a, states: { a: ${hold("end: true")}, b: ${hold("end: true")} } }`, right),
      "UNREACHABLE_STATE 4",
    ],
    ["a state without next and end", both(branch("{ type: task, call: stock.find }"), right), "DEAD_END 4"],
    ["a state with next and end", both(branch("{ type: task, call: stock.find, next: a, end: true }"), right), "EXCLUSIVE_FIELDS 4"],
    ["succeed in a branch", both(branch("{ type: succeed }"), right), "DEAD_END 4"],
    ["fail in a branch", both(branch("{ type: fail, error: { type: Lost } }"), right), ""],
    ["a goto out of a body", each(branch("{ type: task, call: stock.find, next: done }")), "UNKNOWN_STATE 5"],
    [
      "an endless loop in a body",
      each(
        "{ start: a, states: { a: { type: switch, cases: [ { when: '${ true }', next: a } ], default: b }, b: { type: set, values: { v: 1 }, end: true } } }",
      ),
      "ENDLESS_LOOP 5; UNUSED_VALUE 5",
    ],
    [
      "a loop through a block that calls",
      `start: both\nstates:\n  both: { type: parallel, branches: { left: ${right}, right: ${right} }, next: check }\n  check: { type: switch, cases: [ { when: '\${ true }', next: both } ], default: done }\n${DONE}`,
      "",
    ],
    [
      "a loop through a block that only names values",
      `start: both\nstates:\n  both: { type: forEach, in: '\${ [1] }', body: ${branch("{ type: set, values: { v: 1 }, end: true }")}, next: check }\n  check: { type: switch, cases: [ { when: '\${ true }', next: both } ], default: done }\n${DONE}`,
      "ENDLESS_LOOP 3; UNUSED_VALUE 3",
    ],
    [
      "a loop of events",
      `start: a\nstates:\n  a: { type: emit, event: { type: x }, next: b }\n  b: { type: switch, cases: [ { when: '\${ true }', next: a } ], default: done }\n${DONE}`,
      "ENDLESS_LOOP 3",
    ],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});

describe("what a branch or body may read", () => {
  const outside = `start: first\nstates:\n  first: ${hold("next: both")}\n  both: { type: parallel, branches: {\n    left: LEFT,\n    right: RIGHT },\n    next: done }\n  done: { type: succeed, output: 'OUTPUT' }`;
  const saga = (left: string, rightBranch = right, output = "${ steps.both.output }"): string =>
    outside.replace("LEFT", left).replace("RIGHT", rightBranch).replace("OUTPUT", output);
  const reads = (expression: string): string => branch(`{ type: task, call: stock.hold, with: { id: '\${ ${expression} }' }, end: true }`);
  test.each([
    ["what is certain outside", saga(reads("steps.first.output.id")), ""],
    ["an output its operation does not give", saga(reads("steps.first.output.name")), "UNDECLARED_PROPERTY 5"],
    ["the block it stands in", saga(reads("steps.both.output")), "OUTPUT_NOT_CERTAIN 5"],
    [
      "a state of another branch",
      saga(reads("steps.b.output"), "{ start: b, states: { b: { type: task, call: stock.find, end: true } } }"),
      "UNKNOWN_REFERENCE 5",
    ],
    ["itself before it has run", saga(reads("steps.a.output")), "OUTPUT_NOT_CERTAIN 5"],
    ["a state inside a block, from outside", saga(right, right, "${ steps.a.output }"), "UNKNOWN_REFERENCE 8"],
    ["a branch of a block, from outside", saga(right, right, "${ steps.both.output.left }"), ""],
    ["a branch that is not there", saga(right, right, "${ steps.both.output.middle }"), "UNDECLARED_PROPERTY 8"],
    ["what a branch gives where it ends", saga(branch(hold("end: true"), ", output: '${ steps.a.output.id }'")), ""],
    [
      "what only one of its ends has",
      saga(
        `{ start: a, states: { a: { type: task, call: stock.sell, catch: [ { errors: [SoldOut], next: b } ], end: true }, b: { type: wait, for: 1s, end: true } }, output: '\${ steps.a.output }' }`,
      ),
      "OUTPUT_NOT_CERTAIN 5",
    ],
  ])("%s", (_, text, expected) => {
    expect(told(text)).toBe(expected);
  });

  test.each([
    [
      "its item and its index",
      each(branch(`{ type: task, call: stock.hold, with: { id: '\${ article.id + string(index) }' }, end: true }`)),
      "",
    ],
    [
      "an item of another name",
      each(branch(`{ type: task, call: stock.hold, with: { id: '\${ item.id }' }, end: true }`)),
      "UNKNOWN_REFERENCE 5",
    ],
    [
      "an item outside its body",
      `${each(right)}`.replace("{ type: succeed }", "{ type: succeed, output: '${ article }' }"),
      "UNKNOWN_REFERENCE 6",
    ],
    ["the list a body gives", each(right).replace("{ type: succeed }", "{ type: succeed, output: '${ steps.each.output[0].ok }' }"), ""],
    [
      "what an entry of the list does not have",
      each(right).replace("{ type: succeed }", "{ type: succeed, output: '${ steps.each.output[0].done }' }"),
      "UNDECLARED_PROPERTY 6",
    ],
    [
      "the list as if it were an object",
      each(right).replace("{ type: succeed }", "{ type: succeed, output: '${ steps.each.output.ok }' }"),
      "UNDECLARED_PROPERTY 6",
    ],
    ["a list that is none", each(right).replace("'${ [1, 2] }'", "'${ 5 }'"), "EXPRESSION_TYPE 3"],
    [
      "an item of the body around",
      each(
        `{ start: a, states: { a: { type: forEach, in: '\${ article.parts }', each: part, at: place, end: true, body: ${branch(`{ type: task, call: stock.hold, with: { id: '\${ article.id + part.id }' }, end: true }`)} } } }`,
      ),
      "",
    ],
    [
      "an item whose name is taken by the body around",
      each(
        `{ start: a, states: { a: { type: forEach, in: '\${ article.parts }', each: article, at: place, end: true, body: ${right} } } }`,
      ),
      "NAME_CLASH 5",
    ],
  ])("%s", (_, text, expected) => {
    expect(told(text)).toBe(expected);
  });

  test.each([
    [
      "a value set in another branch",
      both(
        "{ start: a, states: { a: { type: set, values: { v: 1 }, end: true } } }",
        branch("{ type: task, call: stock.hold, with: { id: '${ vars.v }' }, end: true }"),
      ),
      "UNUSED_VALUE 4; UNKNOWN_REFERENCE 5",
    ],
    [
      "a value set inside, from outside",
      both("{ start: a, states: { a: { type: set, values: { v: 1 }, end: true } } }", right).replace(
        "{ type: succeed }",
        "{ type: succeed, output: '${ vars.v }' }",
      ),
      "UNUSED_VALUE 4; UNKNOWN_REFERENCE 6",
    ],
    [
      "a value set before the block",
      `start: s\nstates:\n  s: { type: set, values: { v: 1 }, next: each }\n  each: { type: forEach, in: '\${ [1] }', body: ${branch("{ type: task, call: stock.hold, with: { id: '${ vars.v }' }, end: true }")}, next: done }\n${DONE}`,
      "",
    ],
    [
      "the error, in a block behind a catch",
      `start: s\nstates:\n  s: { type: task, call: stock.sell, catch: [ { errors: ['*'], next: each } ], next: done }\n  each: { type: forEach, in: '\${ [1] }', body: ${branch("{ type: task, call: stock.hold, with: { id: '${ error.type }' }, end: true }")}, next: done }\n${DONE}`,
      "",
    ],
    [
      "the error, in a block nobody caught anything before",
      both(branch("{ type: task, call: stock.hold, with: { id: '${ error.type }' }, end: true }"), right),
      "UNKNOWN_REFERENCE 4",
    ],
  ])("%s", (_, text, expected) => {
    expect(told(text)).toBe(expected);
  });

  test.each([
    ["a branch of a block that waits for all", "", ""],
    ["a branch that may not have won", " join: any,", "OUTPUT_NOT_CERTAIN 6"],
  ])("%s", (_, join, expected) => {
    expect(told(both(right, right, join).replace("{ type: succeed }", "{ type: succeed, output: '${ steps.both.output.left.id }' }"))).toBe(
      expected,
    );
  });

  test.each([
    [
      "a branch nobody has, of a block that waits for one",
      both(right, right, " join: any,").replace("{ type: succeed }", "{ type: succeed, output: '${ steps.both.output.middle }' }"),
      "UNDECLARED_PROPERTY 6",
    ],
    [
      "what is given of a step that says it gives nothing",
      both(branch("{ type: task, call: stock.find, output: {}, end: true }", ", output: '${ steps.a.output.id }'"), right),
      "UNDECLARED_PROPERTY 4",
    ],
    [
      "a value that only one way through a body sets, where it ends",
      each(
        "{ start: a, states: { a: { type: switch, cases: [ { when: '${ true }', next: b } ], default: c }, b: { type: set, values: { v: 1 }, end: true }, c: { type: task, call: stock.find, end: true } }, output: '${ vars.v }' }",
      ),
      "OUTPUT_NOT_CERTAIN 5",
    ],
  ])("%s", (_, text, expected) => {
    expect(told(text)).toBe(expected);
  });
});

describe("what the output of a state may be asked for", () => {
  const reading = (a: string, output: string): string =>
    `start: a\nstates:\n  a: ${a}\n  done: { type: succeed, output: '\${ ${output} }' }`;
  const CHILDREN = {
    open: "start: z\nstates: { z: { type: succeed, output: '${ saga.id }' } }",
    told: "start: z\nstates: { z: { type: succeed, output: { id: 1 } } }",
  };

  test.each([
    ["whatever an event brings", reading("{ type: listen, signal: s, next: done }", "steps.a.output.x"), ""],
    ["whatever a child gives that does not say", reading("{ type: saga, saga: open, next: done }", "steps.a.output.x"), ""],
    ["what a child says it gives", reading("{ type: saga, saga: told, next: done }", "steps.a.output.id"), ""],
    ["nothing else of it", reading("{ type: saga, saga: told, next: done }", "steps.a.output.x"), "UNDECLARED_PROPERTY 4"],
    ["whatever a child gives that nobody knows", reading("{ type: saga, saga: gone, next: done }", "steps.a.output.x"), "UNKNOWN_SAGA 3"],
    [
      "nothing of a wait",
      reading("{ type: wait, for: 1s, next: done }", "steps.a.output.x"),
      "UNDECLARED_PROPERTY 4; OUTPUT_NOT_CERTAIN 4",
    ],
  ])("%s", (_, text, expected) => {
    expect(told(text, CHILDREN)).toBe(expected);
  });
});

describe("a service that nobody knows", () => {
  test("is told at the first state that calls it", () => {
    const calling = "{ type: task, call: gone.find, kind: readOnly, next: NEXT }";
    const saga = `start: a\nstates:\n  a: { type: task, call: stock.find, next: b }\n  b: ${calling.replace("NEXT", "c")}\n  c: ${calling.replace("NEXT", "done")}\n${DONE}`;

    expect(told(saga)).toBe("UNKNOWN_SERVICE 4");
  });
});

describe("sensitive values inside scopes", () => {
  const CARD = "input: { schema: { type: object, required: [cards], properties: { cards: { type: array, sensitive: true } } } }";
  test.each([
    [
      "an item of a sensitive list",
      `${CARD}\n${each(branch("{ type: task, kind: readOnly, call: { http: { method: GET, url: 'https://example.com/${ article }' } }, end: true }")).replace("[1, 2]", "input.cards")}`,
      "SENSITIVE_NOT_ALLOWED 6",
    ],
    [
      "the output of a block that ends with one",
      `${CARD}\nstart: both\nstates:\n  both: { type: parallel, branches: { left: ${branch("{ type: task, call: stock.find, end: true }", ", output: '${ input.cards }'")}, right: ${right} }, next: show }\n  show: { type: task, call: stock.show, with: { id: '\${ steps.both.output.left }' }, next: done }\n${DONE}`,
      "SENSITIVE_NOT_ALLOWED 5",
    ],
    [
      "the key of a lock",
      `${CARD}\nstart: a\nstates:\n  a: { type: task, call: stock.find, lock: { key: 'card/\${ input.cards[0] }' }, next: done }\n${DONE}`,
      "SENSITIVE_NOT_ALLOWED 4",
    ],
    [
      "the key of a concurrency",
      `${CARD}\nconcurrency: { key: '\${ input.cards[0] }' }\nstart: done\nstates:\n${DONE}`,
      "SENSITIVE_NOT_ALLOWED 2",
    ],
    [
      "a parameter of a batch that its operation puts into a path",
      `${CARD}\n${each(right, " compensation: { batch: { call: stock.show, with: { id: '${ input.cards[0] }' } } },")}`,
      "SENSITIVE_NOT_ALLOWED 4",
    ],
    [
      "what a person fills in, in an address",
      `start: a\nstates:\n  a: { type: human, form: { type: object, properties: { card: { sensitive: true }, note: {} } }, outcomes: { yes: show } }\n  show: { type: task, call: stock.show, with: { id: '\${ steps.a.output.card }' }, next: done }\n${DONE}`,
      "SENSITIVE_NOT_ALLOWED 4",
    ],
    [
      "a value set in a branch",
      `${CARD}\n${both("{ start: s, states: { s: { type: set, values: { v: '${ input.cards }' }, next: a }, a: { type: task, call: stock.show, with: { id: '${ vars.v }' }, end: true } } }", right)}`,
      "SENSITIVE_NOT_ALLOWED 5",
    ],
    [
      "a key that is not",
      `${CARD}\nconcurrency: { key: '\${ saga.id }' }\nstart: a\nstates:\n  a: { type: task, call: stock.find, lock: [ { key: all }, { key: 'saga/\${ saga.id }' } ], next: done }\n${DONE}`,
      "",
    ],
  ])("%s", (_, text, expected) => {
    expect(told(text)).toBe(expected);
  });
});
