import type { Check } from "../check.ts";

const SCOPE_NAMES = new Set([
  "input",
  "steps",
  "vars",
  "saga",
  "env",
  "secrets",
  "error",
  "event",
  "params",
  "output",
  "response",
  "request",
  "schedule",
  "participants",
  "transaction",
  "items",
  "cause",
]);

/** The names a body of forEach adds hide nothing. */
export const nameClash: Check = ({ chart, places }, report) => {
  for (const scope of chart.scopes) {
    if (scope.path.at(-1) !== "body") continue;
    const added = scope.itemNames.slice(-2);
    const outer = scope.itemNames.slice(0, -2);
    for (const [index, name] of added.entries()) {
      const isTaken = SCOPE_NAMES.has(name) || outer.includes(name) || (index === 1 && added[0] === name);
      if (!isTaken) continue;
      report({
        code: "NAME_CLASH",
        at: places.keySpanOf([...scope.path.slice(0, -1), index === 0 ? "each" : "at"]),
        message: `The name "${name}" has another meaning here already.`,
      });
    }
  }
};
