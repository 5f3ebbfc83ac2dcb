import { describe, expect, test } from "vitest";
import { formatClock, formatRelative, formatSpan } from "./time.ts";

describe("spans and instants for people", () => {
  test.each([
    [84, "84 ms"],
    [1400, "1.4 s"],
    [59_900, "60 s"],
    [724_000, "12m 04s"],
    [12_000_000, "3h 20m"],
    [187_200_000, "2d 4h"],
    [-5, "0 ms"],
  ])("%i ms reads %s", (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });

  test("an instant of another day carries its date", () => {
    const noon = Date.parse("2026-11-20T12:00:00.000Z");

    expect([formatClock("2026-11-20T09:08:07.000Z", noon), formatClock("2026-11-19T09:08:07.000Z", noon)]).toEqual([
      "09:08:07",
      "19 Nov 09:08:07",
    ]);
  });

  test("the future is told as such", () => {
    const noon = Date.parse("2026-11-20T12:00:00.000Z");

    expect([formatRelative("2026-11-20T12:00:24.000Z", noon), formatRelative("2026-11-20T11:59:50.000Z", noon)]).toEqual([
      "in 24 s",
      "10 s ago",
    ]);
  });
});
