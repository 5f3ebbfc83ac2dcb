import { describe, expect, test } from "vitest";
import { told } from "../../testing/told.ts";
import { validateText } from "../../validate-text.ts";

const BANK = `document: { dsl: '1.0', kind: service, name: bank, version: 1.0.0 }
baseUrl: http://127.0.0.1:1
operations:
  pay:
    kind: pivot
    twoPhase: { prepare: { method: POST, path: /p }, commit: { method: POST, path: /c }, abort: { method: POST, path: /a } }
    errors: [ { when: '\${ response.status == 409 }', type: NoMoney } ]
---
`;

const group = (more: string): string =>
  `start: a\nstates:\n  a: { type: transaction, protocol: 2pc, kind: pivot, participants: [ { name: buyer, call: bank.pay } ],${more} next: done }\n  done: { type: succeed }`;

describe("the errors that participants of a group declare", () => {
  test.each([
    ["are told when nothing catches them", group(""), "ERROR_NOT_CAUGHT 3"],
    ["are known where they are caught", group(" catch: [ { errors: [NoMoney], next: done } ],"), ""],
    ["are the only ones that are", group(" catch: [ { errors: [NoMonkey, NoMoney], next: done } ],"), "UNKNOWN_ERROR_TYPE 3"],
    [
      "are not known while nobody knows a participant",
      group(" catch: [ { errors: [Any], next: done } ],").replace("bank.pay", "bank.gone"),
      "UNKNOWN_OPERATION 3",
    ],
  ])("%s", (_what, saga, expected) => {
    expect(told(saga, {}, BANK)).toBe(expected);
  });
});

describe("an error nobody catches", () => {
  const SHOP = `document: { dsl: '1.0', kind: service, name: shop, version: 1.0.0 }
baseUrl: http://127.0.0.1:1
operations:
  pay: { kind: pivot, call: { method: POST, path: /p }, errors: [ { when: '\${ response.status == 409 }', type: NoMoney } ] }
  ship: { kind: retriable, call: { method: POST, path: /s }, errors: [ { when: '\${ response.status == 409 }', type: NoStock } ] }
---
`;
  const saga = `document: { dsl: '1.0', kind: saga, name: demo, version: 1.0.0 }
start: pay
states:
  pay: { type: task, call: shop.pay, next: ship }
  ship: { type: task, call: shop.ship, next: done }
  done: { type: succeed }
`;

  test("undoes the saga before the pivot, and leaves it stuck after it", () => {
    const told = validateText(SHOP + saga, { many: true }).diagnostics.filter(({ code }) => code === "ERROR_NOT_CAUGHT");

    expect(told.map(({ message }) => message)).toEqual([
      '"pay" can fail with "NoMoney", and nothing catches it: the saga is undone.',
      '"ship" can fail with "NoStock", and nothing catches it: after the pivot the saga is stuck until a person helps.',
    ]);
  });
});
