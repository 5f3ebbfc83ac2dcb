import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffLines } from "./diff-lines.ts";
import { diffTexts } from "./unified-diff.ts";

const text = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 }).map((lines) => lines.map((line) => `${line}\n`).join(""));

/** Length of the longest common subsequence, by the book. */
function commonLength(left: readonly string[], right: readonly string[]): number {
  let above = right.map(() => 0).concat(0);
  for (const line of left) {
    const row = [0];
    for (const [at, other] of right.entries()) {
      row.push(line === other ? (above[at] ?? 0) + 1 : Math.max(row[at] ?? 0, above[at + 1] ?? 0));
    }
    above = row;
  }
  return above.at(-1) ?? 0;
}

function side(lines: ReturnType<typeof diffLines>, without: "added" | "removed"): string {
  return lines.flatMap(({ kind, text: line }) => (kind === without ? [] : [`${line}\n`])).join("");
}

describe("a comparison of two texts", () => {
  test("holds both of them", () => {
    fc.assert(
      fc.property(text, text, (from, to) => {
        const lines = diffLines(from, to);

        expect([side(lines, "added"), side(lines, "removed")]).toEqual([from, to]);
      }),
      { numRuns: 1000 },
    );
  });

  test("keeps as many lines as can be kept", () => {
    fc.assert(
      fc.property(text, text, (from, to) => {
        const kept = diffLines(from, to).filter(({ kind }) => kind === "same").length;

        expect(kept).toBe(commonLength(from.split("\n").slice(0, -1), to.split("\n").slice(0, -1)));
      }),
      { numRuns: 1000 },
    );
  });

  test("of large texts with nothing in common ends soon", () => {
    const [from, to] = ["a", "b"].map((letter) => Array.from({ length: 50_000 }, (_, index) => `${letter}${index}\n`).join(""));

    const lines = diffLines(from ?? "", to ?? "");

    expect(lines.length).toBe(100_000);
  });

  test("does not count line ends of Windows, nor the last one", () => {
    expect(diffTexts("a\r\nb\r\n", "a\nb")).toEqual([]);
  });
});

describe("hunks", () => {
  const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `${index + 1}`);

  test("show three lines around a change, with their numbers", () => {
    const from = numbered(20);

    const [hunk, ...more] = diffTexts(from.join("\n"), from.toSpliced(9, 1, "x", "y").join("\n"));

    expect(more).toEqual([]);
    expect(hunk).toMatchObject({ fromLine: 7, fromCount: 7, toLine: 7, toCount: 8 });
    expect(hunk?.lines.map(({ kind, text: line }) => `${kind[0]}${line}`)).toEqual([
      "s7",
      "s8",
      "s9",
      "r10",
      "ax",
      "ay",
      "s11",
      "s12",
      "s13",
    ]);
  });

  test("are joined where they would touch, and apart where they would not", () => {
    const from = numbered(40);

    const hunks = diffTexts(from.join("\n"), from.with(4, "x").with(11, "x").with(30, "x").join("\n"));

    expect(hunks.map(({ fromLine, fromCount }) => [fromLine, fromCount])).toEqual([
      [2, 14],
      [28, 7],
    ]);
  });

  test("of an empty side begin at no line", () => {
    expect(diffTexts("", "a\n")).toMatchObject([{ fromLine: 0, fromCount: 0, toLine: 1, toCount: 1 }]);
    expect(diffTexts("a\n", "")).toMatchObject([{ fromLine: 1, fromCount: 1, toLine: 0, toCount: 0 }]);
  });
});
