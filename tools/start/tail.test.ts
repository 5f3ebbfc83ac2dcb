import { describe, expect, test } from "vitest";
import { problemsIn } from "./tail.ts";

describe("the problems in a log", () => {
  test("are structured lines from level error on, with the message of their error", () => {
    const log = ['{"level":30,"msg":"listening"}', '{"level":50,"msg":"commit failed","err":{"message":"no space"}}'].join("\n");

    expect(problemsIn(log)).toEqual(["commit failed: no space"]);
  });

  test("are also those whose level is a word", () => {
    const log = ['{"level":"info","message":"listening"}', '{"level":"error","message":"commit failed"}'].join("\n");

    expect(problemsIn(log)).toEqual(["commit failed"]);
  });

  test("are plain lines that begin like an error", () => {
    const log = ["ready in 300 ms", "TypeError: saga is not iterable", "    at decide"].join("\n");

    expect(problemsIn(log)).toEqual(["TypeError: saga is not iterable"]);
  });

  test("are short enough to read", () => {
    const [line] = problemsIn(`Error: ${"x".repeat(1000)}`);

    expect(line).toHaveLength(200);
  });
});
