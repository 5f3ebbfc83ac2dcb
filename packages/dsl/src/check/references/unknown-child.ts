import { referenceText } from "../../model/children/child-summary.ts";
import { isOfType } from "../../model/states/placed-states.ts";
import type { Check } from "../check.ts";

/** Every child saga exists in a version that fits, and none comes back to the saga that starts it (R14). */
export const unknownChild: Check = ({ model, states, children, places }, report) => {
  for (const placed of states) {
    if (!isOfType(placed, "saga") || placed.state.saga.name === "") continue;
    const { namespace, name, range } = placed.state.saga;
    const child = children.get(referenceText(placed.state.saga)) ?? null;
    const at = places.spanOf([...placed.path, "saga"]);
    if (child === null)
      report({
        code: "UNKNOWN_SAGA",
        at,
        message: `No saga "${namespace}/${name}"${range === null ? "" : ` with a version that fits "${range}"`} is known.`,
      });
    else if (child.recursion !== null)
      report({
        code: "RECURSION",
        at,
        message: `"${model.namespace}/${model.name}" would start itself: ${[`${model.namespace}/${model.name}`, ...child.recursion].join(" → ")}.`,
      });
  }
};
