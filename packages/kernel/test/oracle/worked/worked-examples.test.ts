import { describe, expect, test } from "vitest";
import { tableWith } from "../outcome-table.ts";
import { allLines } from "../schedules.ts";
import { WORKED_BLOCKS } from "./worked-blocks.ts";
import { WORKED_STEPS } from "./worked-steps.ts";

describe("the oracle allows exactly the runs worked out by hand", () => {
  test.each([...WORKED_STEPS, ...WORKED_BLOCKS])("$rule", ({ definition, rows, runs }) => {
    const allowed = allLines(definition, tableWith(rows));

    expect(allowed).toEqual(runs.toSorted());
  });
});
