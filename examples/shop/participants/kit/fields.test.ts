import { describe, expect, test } from "vitest";
import { memberOf, requireAmount, requireItems } from "./fields.ts";

describe("fields of a request", () => {
  test("an amount beyond 2^53 stays exact as text", () => {
    expect(requireAmount({ amount: "123456789012345678.99" }, "amount")).toBe("123456789012345678.99");
  });

  test("an amount that is a number is taken as it prints", () => {
    expect(requireAmount({ amount: 49.9 }, "amount")).toBe("49.9");
  });

  test.each([["-1"], ["1e3"], [""], [null], [Number.NaN]])("%s is no amount", (amount) => {
    expect(() => requireAmount({ amount }, "amount")).toThrow("must be a decimal amount");
  });

  test("items come in the order of their article numbers, one piece each unless said", () => {
    expect(requireItems({ items: [{ sku: "z" }, { sku: "a", quantity: 2 }] })).toEqual([
      { sku: "a", quantity: 2 },
      { sku: "z", quantity: 1 },
    ]);
  });

  test("a member of the prototype is no member", () => {
    expect(memberOf({}, "constructor")).toBeUndefined();
  });
});
