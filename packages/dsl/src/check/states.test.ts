import { describe, expect, test } from "vitest";
import { told } from "../testing/told.ts";
import { validateText } from "../validate-text.ts";

const DONE = "  done: { type: succeed }";
/** A saga of one state on line 3 that goes to `done`. */
const one = (state: string, head = ""): string => `${head}start: a\nstates:\n  a: ${state}\n${DONE}`;
const find = "{ type: task, call: stock.find, end: true }";

describe("a task", () => {
  test.each([
    ["pulled by a worker without an undo", one("{ type: task, call: { worker: { queue: q } }, next: done }"), "MISSING_UNDO 3"],
    [
      "pulled by a worker that changes nothing",
      one("{ type: task, kind: readOnly, call: { worker: { queue: q } }, await: callback, next: done }"),
      "",
    ],
    ["that calls what only takes part in groups", one("{ type: task, call: stock.keep, next: done }"), "WRONG_PROTOCOL 3"],
    ["with a key of its own", one("{ type: task, call: stock.find, idempotencyKey: 'order-${ saga.key }', next: done }"), ""],
    [
      "with a key of names it has not",
      one("{ type: task, call: stock.find, idempotencyKey: '${ item.id }', next: done }"),
      "UNKNOWN_REFERENCE 3",
    ],
    [
      "with two locks",
      one("{ type: task, call: stock.find, lock: [ { key: a }, { key: 'b/${ saga.id }', mode: shared, wait: 1s } ], next: done }"),
      "",
    ],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});

describe("a block", () => {
  const parallel = (join: string): string =>
    one(
      `{ type: parallel, branches: { l: { start: x, states: { x: ${find} } }, r: { start: x, states: { x: { type: wait, for: 1s, end: true } } } }, join: ${join}, next: done }`,
    );
  test.each([
    ["that waits for two of two", parallel("{ atLeast: 2 }"), ""],
    ["that waits for the first", parallel("any"), ""],
    ["that waits for three of two", parallel("{ atLeast: 3 }"), "OUT_OF_RANGE 3"],
    [
      "without an undo inside",
      one(
        "{ type: forEach, in: '${ [1] }', body: { start: x, states: { x: { type: task, kind: compensatable, call: { http: { method: POST, url: 'https://example.com' } }, end: true } } }, next: done }",
      ),
      "MISSING_UNDO 3",
    ],
    [
      "with a retriable step inside",
      one("{ type: forEach, in: '${ [1] }', body: { start: x, states: { x: { type: task, call: stock.tell, end: true } } }, next: done }"),
      "STEP_WITHOUT_UNDO 3",
    ],
    [
      "undone by one call",
      one(
        `{ type: forEach, in: '\${ [1] }', body: { start: x, states: { x: ${find} } }, compensation: { batch: { call: stock.hold, with: { id: '\${ items.map(i, i.?output.?id.orValue(null)) }' } } }, next: done }`,
      ),
      "",
    ],
    [
      "undone by one call that needs every output",
      one(
        `{ type: forEach, in: '\${ [1] }', body: { start: x, states: { x: ${find} } }, compensation: { batch: { call: stock.hold, with: { id: '\${ items.map(i, i.output.id) }' } } }, next: done }`,
      ),
      "UNDO_NEEDS_OUTPUT 3",
    ],
    [
      "undone by one call that reads what its items were called with",
      one(
        `{ type: forEach, in: '\${ [1] }', body: { start: x, states: { x: ${find} } }, compensation: { batch: { call: stock.hold, with: { id: '\${ items.map(i, i.params.id) }' } } }, next: done }`,
      ),
      "UNDECLARED_PROPERTY 3",
    ],
    [
      "undone by a call that is not there",
      one(
        `{ type: forEach, in: '\${ [1] }', body: { start: x, states: { x: ${find} } }, compensation: { batch: { call: stock.hol, with: { id: '\${ vars.v }' } } }, next: done }`,
      ),
      "UNKNOWN_OPERATION 3; UNKNOWN_REFERENCE 3",
    ],
    [
      "whose undo in a body reads the output",
      one(
        "{ type: forEach, in: '${ [1] }', body: { start: x, states: { x: { type: task, call: stock.hold, with: { id: 1 }, compensate: { call: { method: DELETE, path: '/x/${ output.id }' } }, end: true } } }, next: done }",
      ),
      "UNDO_NEEDS_OUTPUT 3",
    ],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});

describe("branches that write the same key", () => {
  const branches = (left: string, right: string): string =>
    one(
      `{ type: parallel, branches: {\n    l: { start: x, states: { x: ${left} } },\n    r: { start: x, states: { x: ${right} } } }, next: done }`,
    );
  const call = (more: string): string => `{ type: task, call: stock.find, ${more}, end: true }`;
  test.each([
    ["the same lock", call("lock: { key: a }"), call("lock: { key: a }"), "SAME_KEY_IN_BRANCHES 5"],
    ["the same lock, shared", call("lock: { key: a, mode: shared }"), call("lock: { key: a, mode: shared }"), ""],
    ["two locks", call("lock: { key: a }"), call("lock: { key: b }"), ""],
    [
      "the same event",
      "{ type: emit, event: { type: t, subject: s }, end: true }",
      "{ type: emit, event: { type: t, subject: s }, end: true }",
      "SAME_KEY_IN_BRANCHES 5",
    ],
    [
      "events about two things",
      "{ type: emit, event: { type: t, subject: s }, end: true }",
      "{ type: emit, event: { type: t, subject: r }, end: true }",
      "",
    ],
    [
      "the same call",
      "{ type: task, call: stock.hold, with: { id: 1 }, end: true }",
      "{ type: task, call: stock.hold, with: { id: 1 }, end: true }",
      "SAME_KEY_IN_BRANCHES 5",
    ],
    ["the same question", find, find, ""],
  ])("%s", (_, left, right, expected) => {
    expect(told(branches(left, right))).toBe(expected);
  });
});

describe("a listen", () => {
  const KEY = "key: '${ input.id }'\n";
  test.each([
    [
      "written flat",
      one(
        "{ type: listen, event: { type: paid, key: '${ event.data.id }', where: '${ event.data.total > 0 && saga.id != \"\" }' }, next: done }",
        KEY,
      ),
      "",
    ],
    [
      "with cases and a way for its time-out",
      one(
        "{ type: listen, cases: [ { event: { type: paid, match: '${ saga.id }' }, next: done }, { signal: stop, next: done } ], timeout: 1m, onTimeout: done }",
      ),
      "",
    ],
    [
      "for an event and a signal at once",
      one("{ type: listen, event: { type: paid, match: '${ saga.id }' }, signal: stop, next: done }"),
      "EXCLUSIVE_FIELDS 3",
    ],
    ["for nothing", one("{ type: listen, next: done }"), "EXCLUSIVE_FIELDS 3"],
    ["with a case for nothing", one("{ type: listen, cases: [ { next: done } ] }"), "EXCLUSIVE_FIELDS 3"],
    [
      "with cases and a next of its own",
      one("{ type: listen, cases: [ { signal: stop, next: done } ], next: done }"),
      "EXCLUSIVE_FIELDS 3",
    ],
    [
      "with a case to nowhere",
      one("{ type: listen, cases: [ { signal: stop, next: nowhere }, { signal: go, next: done } ] }"),
      "UNKNOWN_STATE 3",
    ],
    ["with a way for a time-out it has not", one("{ type: listen, signal: stop, onTimeout: done, next: done }"), "MISSING_FIELD 3"],
    [
      "for one signal twice",
      one("{ type: listen, cases: [ { signal: stop, next: done }, { signal: stop, next: done } ] }"),
      "NAME_CLASH 3",
    ],
    ["matched with a key the saga has not", one("{ type: listen, event: { type: paid }, next: done }"), "MISSING_FIELD 3"],
    [
      "whose key reads the saga",
      one("{ type: listen, event: { type: paid, match: '${ saga.id }', key: '${ input.id }' }, next: done }"),
      "UNKNOWN_REFERENCE 3",
    ],
    [
      "undone by an operation that is not there",
      one("{ type: listen, signal: stop, compensate: { call: stock.sel }, next: done }"),
      "UNKNOWN_OPERATION 3",
    ],
    [
      "undone with what the event told",
      one("{ type: listen, signal: stop, compensate: { call: stock.hold, with: { id: '${ output.id + cause.type }' } }, next: done }"),
      "",
    ],
    [
      "undone with what moves on",
      one("{ type: listen, signal: stop, compensate: { call: stock.hold, with: { id: '${ steps.a.status }' } }, next: done }"),
      "UNKNOWN_REFERENCE 3",
    ],
    ["undone without a parameter", one("{ type: listen, signal: stop, compensate: { call: stock.hold }, next: done }"), "MISSING_PARAM 3"],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});

describe("a human state", () => {
  test.each([
    [
      "with a form",
      one(
        "{ type: human, assign: '${ saga.key }', form: { type: object, properties: { note: { type: string } } }, outcomes: { yes: done, no: done }, timeout: 1h, onTimeout: done, fourEyes: true }",
      ),
      "",
    ],
    ["with a form that is no schema", one("{ type: human, form: { type: objekt }, outcomes: { yes: done } }"), "BAD_SCHEMA 3"],
    ["with an outcome to nowhere", one("{ type: human, outcomes: { yes: done, no: nowhere } }"), "UNKNOWN_STATE 3"],
    ["with a way for a time-out it has not", one("{ type: human, outcomes: { yes: done }, onTimeout: done }"), "MISSING_FIELD 3"],
    ["assigned by names it has not", one("{ type: human, assign: '${ person }', outcomes: { yes: done } }"), "UNKNOWN_REFERENCE 3"],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});

describe("a compensate state", () => {
  const saga = (only: string): string =>
    `start: a\nstates:\n  a: { type: task, call: stock.hold, with: { id: 1 }, next: b }\n  b: { type: task, call: stock.find, next: back }\n  back: { type: compensate, ${only}next: done }\n${DONE}`;
  test.each([
    ["that undoes everything", "", ""],
    ["that undoes a state with an undo", "only: [a], ", ""],
    ["that undoes what changes nothing", "only: [b], ", "NOTHING_TO_UNDO 5"],
    ["that undoes what is not there", "only: [aa], ", "UNKNOWN_STATE 5"],
  ])("%s", (_, only, expected) => {
    expect(told(saga(only))).toBe(expected);
  });

  test.each([
    [
      "a block with an undo inside",
      "forEach, in: '${ [1] }', body: { start: x, states: { x: { type: task, call: stock.hold, with: { id: 1 }, end: true } } }",
      "",
    ],
    [
      "a block without one",
      "forEach, in: '${ [1] }', body: { start: x, states: { x: { type: task, call: stock.find, end: true } } }",
      "NOTHING_TO_UNDO 4",
    ],
    ["an event that can be taken back", "emit, event: { type: x }, compensate: { emit: { type: y, data: { of: '${ saga.id }' } } }", ""],
    ["an event that cannot", "emit, event: { type: x }", "NOTHING_TO_UNDO 4"],
    ["a group that can be undone", "transaction, protocol: 2pc, kind: compensatable, participants: [ { name: p, call: stock.move } ]", ""],
  ])("that undoes %s", (_, state, expected) => {
    expect(
      told(`start: a\nstates:\n  a: { type: ${state}, next: back }\n  back: { type: compensate, only: [a], next: done }\n${DONE}`),
    ).toBe(expected);
  });
});

describe("a transaction", () => {
  const group = (participants: string, more = "protocol: 2pc, kind: pivot"): string =>
    one(`{ type: transaction, ${more}, next: done, participants: [\n    ${participants} ] }`);
  test.each([
    [
      "of participants that speak its protocol",
      group("{ name: p, call: stock.move }, { name: q, call: stock.pledge, with: { id: '${ participants.p.output.id }' } }"),
      "",
    ],
    ["of one that speaks another", group("{ name: p, call: stock.keep }"), "WRONG_PROTOCOL 4"],
    ["of one that speaks none", group("{ name: p, call: stock.hold, with: { id: 1 } }", "protocol: tcc, kind: pivot"), "WRONG_PROTOCOL 4"],
    ["of one that is not there", group("{ name: p, call: stock.pledg }"), "UNKNOWN_OPERATION 4"],
    ["of two with one name", group("{ name: p, call: stock.move }, { name: p, call: stock.pledge }"), "NAME_CLASH 4"],
    [
      "that reads one it has not",
      group("{ name: p, call: stock.move, with: { id: '${ participants.q.output }' } }, { name: r, call: stock.move }"),
      "UNDECLARED_PROPERTY 4",
    ],
    ["that reads them all", group("{ name: p, call: stock.move, with: { id: '${ size(participants) }' } }"), "UNKNOWN_REFERENCE 4"],
    [
      "that goes in a circle",
      group(
        "{ name: p, call: stock.move, with: { id: '${ participants.q.output }' } },\n    { name: q, call: stock.move, with: { id: '${ participants.p.output }' } },\n    { name: r, call: stock.move, with: { id: '${ participants.p.output }' } }",
      ),
      "PARTICIPANT_CYCLE 4; PARTICIPANT_CYCLE 5",
    ],
    ["that can be undone by its participants", group("{ name: p, call: stock.move }", "protocol: 2pc, kind: compensatable"), ""],
    ["that can be undone by nobody", group("{ name: p, call: stock.pledge }", "protocol: 2pc, kind: compensatable"), "MISSING_UNDO 3"],
    [
      "that can be undone by a call",
      group(
        "{ name: p, call: stock.pledge }",
        "protocol: 2pc, kind: compensatable, compensate: { call: stock.hold, with: { id: '${ output.p.id }' } }",
      ),
      "",
    ],
    [
      "that is a pivot with an undo",
      group("{ name: p, call: stock.pledge }", "protocol: 2pc, kind: pivot, compensate: { call: stock.hold, with: { id: 1 } }"),
      "UNDO_NEVER_RUNS 3",
    ],
    [
      "whose output is read by participant",
      group("{ name: p, call: stock.pledge }").replace("{ type: succeed }", "{ type: succeed, output: '${ steps.a.output.p }' }"),
      "",
    ],
    [
      "whose output is read by another name",
      group("{ name: p, call: stock.pledge }").replace("{ type: succeed }", "{ type: succeed, output: '${ steps.a.output.q }' }"),
      "UNDECLARED_PROPERTY 5",
    ],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });

  test("in SQL prepares by itself", () => {
    const sql = `document: { dsl: '1.0', kind: service, name: books, version: 1.0.0 }\nprotocol: postgres\ndataSource: books\noperations:\n  lock:\n    kind: compensatable\n    params: { type: object, properties: { user: { type: string } } }\n    call: { sql: 'update a set b = 1 where id = $1', bind: ['\${ params.user }'] }\n    errors: [ { when: '\${ response.rowCount == 0 }', type: Poor } ]\n    compensate: { call: { sql: 'update a set b = 0 where id = $1', bind: ['\${ params.user }'] } }\n---\n`;
    const saga = one(
      "{ type: transaction, protocol: 2pc, kind: pivot, catch: [ { errors: [Poor], compensate: true, next: done } ], participants: [ { name: p, call: books.lock } ], next: done }",
    );

    expect(told(saga, {}, sql)).toBe("");
    expect(told(saga.replace("2pc", "tcc"), {}, sql)).toBe("WRONG_PROTOCOL 3");
  });

  test("holds no expression in its SQL, whose values are bound", () => {
    const sql = (statement: string): string =>
      `document: { dsl: '1.0', kind: service, name: books, version: 1.0.0 }\nprotocol: postgres\ndataSource: books\noperations:\n  lock: { kind: retriable, params: { type: object, properties: { user: {} } }, call: { sql: ${statement}, bind: ['\${ params.usr }'] } }\n`;
    const codes = (statement: string): readonly string[] => validateText(sql(statement)).diagnostics.map(({ code }) => code);

    expect(codes("'update a set b = ${ params.user }'")).toEqual(["EXPRESSION_NOT_ALLOWED", "UNDECLARED_PROPERTY"]);
    expect(codes("[ 'select 1', 'select ${ params.user }' ]")).toEqual(["EXPRESSION_NOT_ALLOWED", "UNDECLARED_PROPERTY"]);
  });
});

describe("errors of what stands inside", () => {
  const body = (inner: string, outer = ""): string =>
    one(
      `{ type: forEach, in: '\${ [1] }', ${outer}next: done,\n    body: { start: x, states: { x: { type: task, call: stock.sell, ${inner}end: true } } } }`,
    );
  test.each([
    ["caught by nobody", body(""), "ERROR_NOT_CAUGHT 4"],
    ["caught by the block", body("", "catch: [ { errors: [SoldOut], next: done } ], "), ""],
    ["caught by the block as any failure", body("", "catch: [ { errors: [JoinFailed], next: done } ], "), ""],
    ["tolerated", body("", "tolerate: 1, "), ""],
    [
      "caught by the block under a wrong name",
      body("optional: true, ", "catch: [ { errors: [SoldOu], next: done } ], "),
      "UNKNOWN_ERROR_TYPE 3",
    ],
    [
      "given by a fail inside",
      one(
        "{ type: forEach, in: '${ [1] }', catch: [ { errors: [Lost], next: done } ], next: done, body: { start: x, states: { x: { type: fail, error: { type: Lost } } } } }",
      ),
      "",
    ],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});
