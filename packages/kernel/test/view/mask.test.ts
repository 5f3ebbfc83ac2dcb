import { describe, expect, test } from "vitest";
import { MASK, maskPointers, maskTravelled } from "../../src/index.ts";

describe("masking by pointer", () => {
  test.each([
    ["/card", { card: "4000", name: "Ána" }, { card: MASK, name: "Ána" }],
    ["/cards/*/number", { cards: [{ number: 1 }, { number: 2, of: "x" }] }, { cards: [{ number: MASK }, { number: MASK, of: "x" }] }],
    ["/cards/*", { cards: "none" }, { cards: "none" }],
    ["/absent/number", { card: 1 }, { card: 1 }],
    ["/*", { "*": 1 }, { "*": MASK }],
  ])("%s of %j hides that and nothing else", (pointer, value, masked) => {
    expect(maskPointers(value, [pointer])).toEqual(masked);
  });
});

describe("masking what travelled", () => {
  const source = { card: { number: "4000", pin: 7, empty: "", active: true, none: null }, list: [{ key: "k1" }, { key: "k2" }] };

  test("hides every text and number of a sensitive place wherever it stands", () => {
    const body = { paidWith: "4000", codes: [7, 8], note: null, active: true, nested: { is: "4000", not: "4001" } };

    expect(maskTravelled(body, source, ["/card"])).toEqual({
      paidWith: MASK,
      codes: [MASK, 8],
      note: null,
      active: true,
      nested: { is: MASK, not: "4001" },
    });
  });

  test("hides the members of a list", () => {
    expect(maskTravelled(["k1", "k3", "k2"], source, ["/list/*/key"])).toEqual([MASK, "k3", MASK]);
  });

  test.each([[[]], [["/absent"]], [["/card/number/deeper"]], [["/card/empty"]]])("by %j hides nothing that is not there", (pointers) => {
    const body = { text: "4000", empty: "" };

    expect(maskTravelled(body, source, pointers)).toBe(body);
  });
});
