import { describe, expect, test } from "vitest";
import { headOf, told } from "../testing/told.ts";
import { validateText } from "../validate-text.ts";

const END = "start: a\nstates:\n  a: { type: task, call: stock.hold, with: { id: 1 }, next: done }\n  done: { type: succeed }";
const INPUT = "input: { schema: { type: object, required: [day], properties: { day: { type: string } } } }\n";
const http = (more: string): string => `triggers:\n  - http: { method: POST, ${more} }\n${END}`;

describe("a route", () => {
  test.each([
    [
      "with everything",
      http(
        "path: '/api/v1/workflows/{kind}', where: '${ request.params.kind == \"a\" }', auth: { signature: { secret: '${ secrets.hook }' } }, timeout: '${ request.query.?timeout.orValue(300) }', wait: 30s, respond: [ { when: '${ saga.status == \"completed\" }', status: 200, body: '${ saga.output }' }, { status: 202, body: '${ request.headers }' } ]",
      ),
      "",
    ],
    [
      "that reads a parameter its path has not",
      http("path: '/orders/{kind}', where: '${ request.params.kin == \"a\" }'"),
      "UNDECLARED_PROPERTY 2",
    ],
    ["that reads an event", http("path: /orders, input: '${ event.data }'"), "UNKNOWN_REFERENCE 2"],
    ["that reads the input of the saga", http("path: /orders, where: '${ input.id == 1 }'"), "UNKNOWN_REFERENCE 2"],
    ["that shows a secret", http("path: /orders, respond: [ { status: 202, body: '${ secrets.a }' } ]"), "SECRET_NOT_ALLOWED 2"],
    [
      "whose last answer has a condition",
      http("path: /orders, respond: [ { status: 202 }, { when: '${ saga.status == \"failed\" }', status: 500 } ]"),
      "ANSWER_NOT_CERTAIN 2",
    ],
    ["of the engine", http("path: /health/live"), "ROUTE_CLASH 2"],
    ["of the engine's API", http("path: '/api/v1/sagas/{id}'"), "ROUTE_CLASH 2"],
    ["of another version of the engine's API", http("path: /api/v2/orders"), "ROUTE_CLASH 2"],
    ["with a parameter that is half a step", http("path: '/orders/x{id}'"), "BAD_FORMAT 2"],
    ["with one parameter twice", http("path: '/{id}/x/{id}'"), "BAD_FORMAT 2"],
    [
      "another trigger has, under other names of its parameters",
      `triggers:\n  - http: { method: POST, path: '/o/{a}' }\n  - http: { method: POST, path: '/o/{b}/' }\n${END}`,
      "ROUTE_CLASH 3",
    ],
    ["of another method", `triggers:\n  - http: { method: POST, path: /o }\n  - http: { method: PUT, path: /o }\n${END}`, ""],
    [
      "of two that tell their requests apart",
      `triggers:\n  - http: { method: POST, path: /o, where: '\${ request.body.a }' }\n  - http: { method: POST, path: /o, where: '\${ request.body.b }' }\n${END}`,
      "",
    ],
    ["that does not give what the saga needs", `${INPUT}${http("path: /orders, input: { days: 1 }")}`, "MISSING_PARAM 3"],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});

describe("a schedule", () => {
  const schedule = (more: string): string => `${INPUT}triggers:\n  - schedule: { ${more} }\n${END}`;
  const INPUT_OF_DAY = "input: { day: '${ schedule.scheduledAt }' }";
  test.each([
    ["each night", schedule(`cron: '0 3 * * *', timezone: Europe/Berlin, ${INPUT_OF_DAY}`), ""],
    ["on weekdays, every quarter of an hour", schedule(`cron: '*/15 8-18/2 1,15 jan-mar mon-fri', ${INPUT_OF_DAY}`), ""],
    ["on the last of February, and from the tenth minute on", schedule(`cron: '10/20 3 29 2 *', ${INPUT_OF_DAY}`), ""],
    ["on a day none of its months has", schedule(`cron: '0 3 30-31 2 *', ${INPUT_OF_DAY}`), "BAD_FORMAT 3"],
    ["from a day on that none of its months has", schedule(`cron: '0 3 30/1 2 *', ${INPUT_OF_DAY}`), "BAD_FORMAT 3"],
    ["from a day on that its month has, in steps", schedule(`cron: '0 3 29/1 2 *', ${INPUT_OF_DAY}`), ""],
    ["in a month that is no month", schedule(`cron: '0 3 1 foo *', ${INPUT_OF_DAY}`), "BAD_FORMAT 3"],
    ["in a range of three ends", schedule(`cron: '0 1-2-3 * * *', ${INPUT_OF_DAY}`), "BAD_FORMAT 3"],
    ["with six fields", schedule(`cron: '0 0 3 * * *', ${INPUT_OF_DAY}`), "BAD_FORMAT 3"],
    ["at an hour there is not", schedule(`cron: '0 24 * * *', ${INPUT_OF_DAY}`), "BAD_FORMAT 3"],
    ["in a range the wrong way round", schedule(`cron: '0 5-3 * * *', ${INPUT_OF_DAY}`), "BAD_FORMAT 3"],
    ["by a word", schedule(`cron: '@daily', ${INPUT_OF_DAY}`), "BAD_FORMAT 3"],
    ["of a zone there is not", schedule(`cron: '0 3 * * *', timezone: Europe/Berln, ${INPUT_OF_DAY}`), "BAD_FORMAT 3"],
    ["without an input", schedule("cron: '0 3 * * *'"), "MISSING_FIELD 3"],
    ["that does not give what the saga needs", schedule("cron: '0 3 * * *', input: {}"), "MISSING_PARAM 3"],
    ["that reads a request", schedule("cron: '0 3 * * *', input: { day: '${ request.body }' }"), "UNKNOWN_REFERENCE 3"],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });
});

describe("an event that starts a saga", () => {
  test.each([
    ["of one type", "triggers:\n  - event: { type: order.created, where: '${ event.data.total > 0 }', input: '${ event.data }' }\n", ""],
    ["that reads a request", "triggers:\n  - event: { type: order.created, input: '${ request.body }' }\n", "UNKNOWN_REFERENCE 2"],
    ["whose condition is none", "triggers:\n  - event: { type: order.created, where: '${ 5 }' }\n", "EXPRESSION_TYPE 2"],
  ])("%s", (_, head, expected) => {
    expect(told(head + END)).toBe(expected);
  });
});

describe("an assertion", () => {
  const assertion = (always: string): string => `assertions:\n  - { name: holds, always: '\${ ${always} }' }\n${END}`;
  test.each([
    ["about steps", assertion('!(done("a") && undone("a")) || maybe("a")'), ""],
    ["about the saga", assertion('saga.status != "failed"'), ""],
    ["about a state that is not there", assertion('done("b")'), "UNKNOWN_REFERENCE 2"],
    ["about a state without an effect", assertion('done("done")'), "UNKNOWN_REFERENCE 2"],
    ["about a name that is computed", assertion("done(saga.status)"), "EXPRESSION_TYPE 2"],
    ["about what a saga has read", assertion('steps.a.status == "succeeded"'), "UNKNOWN_REFERENCE 2"],
    ["about more than the status", assertion('saga.id == "a"'), "UNDECLARED_PROPERTY 2"],
    ["that is no truth", assertion("5"), "EXPRESSION_TYPE 2"],
    [
      "of a name that is taken",
      `assertions:\n  - { name: holds, always: '\${ true }' }\n  - { name: holds, always: '\${ true }' }\n${END}`,
      "NAME_CLASH 3",
    ],
  ])("%s", (_, saga, expected) => {
    expect(told(saga)).toBe(expected);
  });

  test("names states inside blocks by their whole name", () => {
    const saga = (name: string): string =>
      `assertions:\n  - { name: holds, always: '\${ done("${name}") }' }\nstart: a\nstates:\n  a: { type: forEach, in: '\${ [1] }', body: { start: x, states: { x: { type: task, call: stock.find, end: true } } }, next: done }\n  done: { type: succeed }`;

    expect([told(saga("a.x")), told(saga("x"))]).toEqual(["", "UNKNOWN_REFERENCE 2"]);
  });
});

describe("the head of a saga", () => {
  test.each([
    ["a concurrency", "concurrency: { key: '${ saga.key }', limit: 2, strategy: reject }\n", ""],
    ["a concurrency by what a step gave", "concurrency: { key: '${ steps.a.output.id }' }\n", "UNKNOWN_REFERENCE 1"],
    ["a concurrency of none", "concurrency: { key: '${ saga.key }', limit: 0 }\n", "OUT_OF_RANGE 1"],
    ["an exposure", "exposure: ${ input.total }\n", ""],
    ["an exposure that is no number", "exposure: ${ 'much' }\n", "EXPRESSION_TYPE 1"],
    ["a policy", "policy: { retry: operator, terminate: deny }\n", ""],
    ["a policy of a role there is not", "policy: { retry: operater }\n", "NOT_ONE_OF 1"],
    ["a policy of a command there is not", "policy: { retri: operator }\n", "UNKNOWN_FIELD 1"],
  ])("%s", (_, head, expected) => {
    expect(told(head + END)).toBe(expected);
  });

  test.each([
    ["a wait", "{ type: wait, for: 1s, next: done }"],
    ["an event", "{ type: listen, signal: go, next: done }"],
    ["a person", "{ type: human, outcomes: { yes: done } }"],
    ["a callback", "{ type: task, kind: readOnly, call: { worker: { queue: q } }, await: { callback: true }, next: done }"],
  ])("a saga that waits for %s says how long it may take", (_, state) => {
    const { diagnostics } = validateText(`${headOf("demo")}start: a\nstates:\n  a: ${state}\n  done: { type: succeed }\n`);

    expect(diagnostics.map(({ code }) => code)).toEqual(["WAIT_WITHOUT_TIMEOUT"]);
  });
});
