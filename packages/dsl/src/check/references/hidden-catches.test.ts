import { describe, expect, test } from "vitest";
import { told } from "../../testing/told.ts";

const saga = (entries: string): string =>
  `start: a\nstates:\n  a: { type: task, call: stock.sell, catch: [ ${entries} ], next: done }\n  done: { type: succeed }`;

describe("an entry of catch", () => {
  test.each([
    ["behind one for every error is never taken", "{ errors: ['*'], next: done }, { errors: [SoldOut], next: done }", "CATCH_HIDDEN 3"],
    [
      "behind one for the same error is never taken",
      "{ errors: [SoldOut], next: done }, { errors: [SoldOut], next: done }",
      "CATCH_HIDDEN 3",
    ],
    ["before one for every error is taken", "{ errors: [SoldOut], next: done }, { errors: ['*'], next: done }", ""],
    ["that names one more error is taken", "{ errors: [SoldOut], next: done }, { errors: [SoldOut, Timeout], next: done }", ""],
    [
      "behind one with a condition is taken",
      "{ errors: ['*'], when: '${ error.status == 409 }', next: done }, { errors: [SoldOut], next: done }",
      "",
    ],
  ])("%s", (_what, entries, expected) => {
    expect(told(saga(entries), {})).toBe(expected);
  });
});
