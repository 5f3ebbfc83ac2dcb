import { describe, expect, test } from "vitest";
import { EngineProblem } from "#lib/api.ts";
import { outcomeOfError } from "./command-outcome.ts";

describe("what a failed sending means", () => {
  test.each([
    ["a lost connection", new TypeError("fetch failed"), "unknown"],
    ["a gateway without an engine", new EngineProblem(502, { code: "NOT_READY" }), "unknown"],
    ["a defect of the engine", new EngineProblem(500, { code: "INTERNAL" }), "unknown"],
    ["a saga that moved", new EngineProblem(412, { code: "REVISION_STALE" }), "stale"],
    ["a plan that changed", new EngineProblem(409, { code: "PLAN_CHANGED" }), "planChanged"],
    ["a rule against it", new EngineProblem(409, { code: "COMMAND_NOT_ALLOWED" }), "refused"],
    ["an engine that accepts nothing now", new EngineProblem(503, { code: "NOT_READY" }), "refused"],
  ])("%s is %s told as it is", (_, error, kind) => {
    expect(outcomeOfError(error).kind).toBe(kind);
  });
});
