import { describe, expect, test } from "vitest";
import { formatFault, parseFaults } from "./catalogue.ts";
import { STORIES } from "./stories.ts";

describe("parseFaults", () => {
  test("several faults are read with their counts", () => {
    expect(parseFaults("payments.authorise:refuse, inventory.release:fail-before*3")).toEqual([
      { operation: "payments.authorise", behaviour: "refuse", times: null },
      { operation: "inventory.release", behaviour: "fail-before", times: 3 },
    ]);
  });

  test.each([
    ["rubbish", /is no fault/],
    ["payments.steal:hang", /is no operation/],
    ["payments.void:explode", /is no behaviour/],
    ["orders.cancel:refuse", /has no business refusal/],
  ])("%s is answered with a sentence that says what is wrong", (text, sentence) => {
    expect(parseFaults(text)).toMatch(sentence);
  });

  test("a fault that is written is read back the same", () => {
    const fault = { operation: "shipping.schedule", behaviour: "busy", times: 2 } as const;

    expect(parseFaults(formatFault(fault))).toEqual([fault]);
  });

  test("every story can be read", () => {
    const unreadable = STORIES.filter(({ fault }) => fault !== null && typeof parseFaults(fault) === "string");

    expect(unreadable).toEqual([]);
  });
});
