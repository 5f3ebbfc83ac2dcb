import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closest } from "./closest.ts";

/** The plain definition, as a table of all cells. */
function plainDistance(left: string, right: string): number {
  const rows = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 0; row <= left.length; row += 1) {
    for (let column = 0; column <= right.length; column += 1) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      const swap =
        left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
          ? cell(row - 2, column - 2) + 1
          : Number.POSITIVE_INFINITY;
      const best = Math.min(cell(row - 1, column) + 1, cell(row, column - 1) + 1, cell(row - 1, column - 1) + cost, swap);
      (rows[row] ?? [])[column] = row === 0 || column === 0 ? row + column : best;
    }
  }
  return cell(left.length, right.length);
}

describe("closest", () => {
  test("agrees with the plain edit distance, up to three edits and a third of the word", () => {
    const word = fc.stringMatching(/^[ab]{1,12}$/);

    fc.assert(
      fc.property(word, word, (left, right) => {
        const isNear = plainDistance(left, right) <= Math.min(Math.floor(Math.max(left.length, 3) / 3), 3);
        expect(closest(left, [right])).toBe(isNear ? right : undefined);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["resreve", ["reserve", "release"], "reserve"],
    ["orderid", ["orderId"], "orderId"],
    ["nxt", ["next", "type"], "next"],
    ["xyz", ["reserve"], undefined],
    ["", ["a"], undefined],
    ["a".repeat(100), ["a".repeat(99)], undefined],
    // In small letters it is two characters longer.
    ["abcd", ["abcİİ"], undefined],
  ])("%s means what is near, or nothing", (word, candidates, meant) => {
    expect(closest(word, candidates)).toBe(meant);
  });
});
