import { describe, expect, test } from "vitest";
import { importText, stateOf } from "../testing/import-text.ts";
import { lossesOf, tasksWorkflow } from "../testing/serverless.ts";

function waiting(duration: unknown): string {
  return tasksWorkflow(`- rest: { wait: ${JSON.stringify(duration)} }`);
}

describe("a duration of a source", () => {
  test.each([
    ["PT5S", "5s"],
    [" PT1H30M ", "1h30m"],
    ["P1Y", "365d"],
    ["P2M", "60d"],
    ["P1W", "7d"],
    ["P1M1DT12H", "31d12h"],
    ["90s", "1m30s"],
    [{ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 }, "1d2h3m4s5ms"],
    [{ seconds: 0.5 }, "500ms"],
    [{ seconds: -5 }, "0ms"],
  ])("%j is %s here", (duration, here) => {
    expect(stateOf(waiting(duration), "rest")).toMatchObject({ type: "wait", for: here });
  });

  test.each(["${ .pause }", "P", "PT", "P1MT", "P1MTx", "soon", "", 5, null, true, [], {}, { fortnights: 1 }, { seconds: "5" }])(
    "%j is told, and nothing waits",
    (duration) => {
      expect(stateOf(waiting(duration), "rest")).toMatchObject({ type: "wait", for: "0s" });
      expect(lossesOf(waiting(duration))).toContain(
        'dropped /do/0/rest/wait: The wait of "rest" is no duration that is known before it runs; it is left out.',
      );
    },
  );

  test.each(["P2Y", "P500D", { days: 401 }])("%j is longer than a saga waits at once, and that is told", (duration) => {
    expect(stateOf(waiting(duration), "rest")).toMatchObject({ for: "400d" });
    expect(lossesOf(waiting(duration))).toContain(
      'changed /do/0/rest/wait: The wait of "rest" is longer than 400 days; 400 days are taken.',
    );
  });

  test("of 400 days is none too long", () => {
    expect(importText(waiting("P400D")).losses).toEqual([]);
  });
});
