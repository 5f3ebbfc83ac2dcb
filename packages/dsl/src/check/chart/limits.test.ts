import { describe, expect, test } from "vitest";
import { told } from "../../testing/told.ts";

/** A saga whose bodies stand in each other; the innermost asks the stock. */
function nested(depth: number): string {
  const open = Array.from(
    { length: depth },
    (_, at) => `a: { type: forEach, in: '\${ [1] }', each: e${at}, at: i${at}, NEXT, body: { start: a, states: { `,
  );
  const text = `${open.join("")}a: { type: task, call: stock.find, end: true }${" } } }".repeat(depth)}`;

  return `start: a\nstates:\n  ${text.replace("NEXT", "next: done").replaceAll("NEXT", "end: true")}\n  done: { type: succeed }`;
}

describe("bodies inside each other", () => {
  test("may be sixteen", () => {
    expect(told(nested(16))).toBe("");
  });

  test("may not be more", () => {
    expect(told(nested(17))).toBe("TOO_MANY_STATES 3");
  });
});
