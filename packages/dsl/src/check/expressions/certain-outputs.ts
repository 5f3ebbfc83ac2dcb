import type { Check } from "../check.ts";
import { certainNames } from "./certain-names.ts";
import { valuesSet } from "./value-references.ts";

/** A read of `steps.x.output` or `vars.x` is certain on every way to its place, or guarded. */
export const certainOutputs: Check = (definition, report) => {
  const { references, chart, document } = definition;
  const certain = certainNames(chart.root, document);
  const values = valuesSet(definition);
  const states = chart.root.states;
  for (const { site, reference, at } of references) {
    const [root, name, member] = reference.path;
    if (site.state === null || name === undefined || !states.has(site.state)) continue;

    const readsOutput = root === "steps" && member === "output" && states.has(name) && !isGuarded(reference.guardedFrom, 2);
    if (readsOutput && !certain.hasOutput(site.state, name)) {
      report({
        code: "OUTPUT_NOT_CERTAIN",
        at: at(),
        message: `"${name}" has not succeeded on every way to "${site.state}": its output may be missing.`,
      });
    }
    const readsValue = root === "vars" && values.has(name) && !isGuarded(reference.guardedFrom, 1);
    if (readsValue && !certain.hasValue(site.state, name)) {
      report({ code: "OUTPUT_NOT_CERTAIN", at: at(), message: `The value "${name}" is not set on every way to "${site.state}".` });
    }
  }
};

// A guard at or before the member that may be missing makes the read safe.
function isGuarded(guardedFrom: number | null, position: number): boolean {
  return guardedFrom !== null && guardedFrom <= position;
}
