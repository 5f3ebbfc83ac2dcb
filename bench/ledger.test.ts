import { describe, expect, test } from "vitest";
import { checkLedger, isExact } from "./ledger.ts";

describe("the ledger", () => {
  test("every step once and in order is exact", () => {
    expect(isExact(checkLedger("1 01234\n2 01234\n", [1, 2]))).toBe(true);
  });

  test.each([
    ["a saga nobody saw", "", { lost: 1 }],
    ["a step that was called twice", "1 012334\n", { doubled: 1 }],
    ["a step that is missing", "1 0134\n", { disordered: 1 }],
    ["steps in another order", "1 10234\n", { disordered: 1 }],
    ["a saga nobody started", "1 01234\n9 0\n", { extra: 1 }],
  ])("%s is told", (_case, ledger, expected) => {
    const check = checkLedger(ledger, [1]);

    expect(check).toMatchObject(expected);
    expect(isExact(check)).toBe(false);
  });
});
