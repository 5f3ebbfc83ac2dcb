import { kindOfTask } from "../../model/edges.ts";
import { operationOf } from "../../model/resolve.ts";
import type { Check } from "../check.ts";

/** A step before the pivot can be undone, only reads, or says that it is irreversible. */
export const stepWithoutUndo: Check = ({ states, services, reach, places }, report) => {
  for (const { state, path, root } of states) {
    if (state.type !== "task" || state.irreversible || !reach.before.has(root)) continue;
    const operation = operationOf(state, services);
    const isKnown = operation !== null || state.call.kind !== "operation";
    if (!isKnown || kindOfTask(state, services) !== "retriable") continue;
    if (state.compensate !== null || operation?.compensate) continue;

    report({
      code: "STEP_WITHOUT_UNDO",
      at: places.keySpanOf(path),
      message: `When a later step fails, the effect of "${state.name}" stays: it has no undo and does not only read.`,
    });
  }
};
