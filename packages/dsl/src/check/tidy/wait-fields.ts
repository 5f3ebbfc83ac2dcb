import { memberOf } from "../../model/read-json.ts";
import type { Check } from "../check.ts";

/** A wait has `for` or `until`, not both. */
export const waitFields: Check = ({ chart, document, places }, report) => {
  for (const state of chart.root.states.values()) {
    if (state.type !== "wait") continue;
    const json = memberOf(memberOf(document, "states"), state.name);
    const given = ["for", "until"].filter((field) => memberOf(json, field) !== undefined);
    if (given.length === 1) continue;
    report({
      code: "EXCLUSIVE_FIELDS",
      at: places.keySpanOf(state.path),
      message: `"${state.name}" needs exactly one of the fields for, until.`,
    });
  }
};
