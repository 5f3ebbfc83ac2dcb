import { describe, expect, test } from "vitest";
import { createNames, validDocumentName, validErrorType, validName } from "./names.ts";

describe("the nearest name there may be", () => {
  test.each([
    ["findPets", "findPets"],
    ["Check the order", "CheckTheOrder"],
    ["in", "inCall"],
    ["constructor", "constructorCall"],
    ["proto type", "protoType"],
    ["3rd try", "call3rdTry"],
    ["日本", "call"],
    [`${"a".repeat(70)}`, "a".repeat(64)],
  ])("of a state that is meant as %j is %j", (meant, name) => {
    expect(validName(meant)).toBe(name);
  });

  test.each([
    ["billing", "billing"],
    ["orderFulfilment Flow", "order-fulfilment-flow"],
    ["42", "imported"],
  ])("of a document that is meant as %j is %j", (meant, name) => {
    expect(validDocumentName(meant)).toBe(name);
  });

  test.each([
    ["Missing.Order", "Missing.Order"],
    ["Missing order id!", "Missing-order-id"],
    ["404", "Failed"],
  ])("of an error that is meant as %j is %j", (meant, name) => {
    expect(validErrorType(meant)).toBe(name);
  });

  test("is given out once, and never one that is taken", () => {
    const names = createNames({ taken: ["input"], suffix: "Item" });

    expect(["input", "a", "a", "b".repeat(64), "b".repeat(64)].map((meant) => names.give(meant))).toEqual([
      "input2",
      "a",
      "a2",
      "b".repeat(64),
      `${"b".repeat(63)}2`,
    ]);
  });
});
