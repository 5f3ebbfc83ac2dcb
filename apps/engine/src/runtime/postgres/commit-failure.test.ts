import { describe, expect, test } from "vitest";
import { classifyCommitFailure } from "./commit-failure.ts";

/** An error as the server sends it. */
function serverError(code: string): Error {
  return Object.assign(new Error(`server error ${code}`), { code, severity: "ERROR" });
}

describe("a commit that failed", () => {
  test.each([
    ["22021", "guilty"],
    ["23505", "guilty"],
    ["54000", "guilty"],
    ["40001", "again"],
    ["40P01", "again"],
    ["55P03", "again"],
    ["53100", "unavailable"],
    ["53300", "unavailable"],
    ["42501", "unavailable"],
    ["25006", "unavailable"],
    ["25P03", "inDoubt"],
    ["57P01", "inDoubt"],
    ["57014", "inDoubt"],
    ["08006", "inDoubt"],
  ])("with SQLSTATE %s is %s", (code, kind) => {
    expect(classifyCommitFailure(serverError(code)).kind).toBe(kind);
  });

  test("because the socket broke is in doubt", () => {
    expect(classifyCommitFailure(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" })).kind).toBe("inDoubt");
    expect(classifyCommitFailure(Object.assign(new Error("broken pipe"), { code: "EPIPE" })).kind).toBe("inDoubt");
  });

  test("because nobody answered in time is in doubt", () => {
    expect(classifyCommitFailure(new Error("Query read timeout")).kind).toBe("inDoubt");
  });

  test("before anything was sent blames the unit", () => {
    expect(classifyCommitFailure(new RangeError("value out of range")).kind).toBe("guilty");
  });
});
