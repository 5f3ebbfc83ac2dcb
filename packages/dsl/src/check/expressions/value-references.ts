import type { Path } from "../../diagnostics/places.ts";
import { membersAt } from "../../model/read-json.ts";
import type { Check, SagaDefinition } from "../check.ts";

/** Where each value is set first, by its name. */
export function valuesSet({ document, chart }: Pick<SagaDefinition, "document" | "chart">): ReadonlyMap<string, Path> {
  const set = new Map<string, Path>();
  for (const [state, json] of membersAt(document, "states")) {
    if (chart.root.states.get(state)?.type !== "set") continue;
    for (const [name] of membersAt(json, "values")) if (!set.has(name)) set.set(name, ["states", state, "values", name]);
  }
  return set;
}

/** `vars.x` is set by some state of this saga, and every value that is set is read somewhere. */
export const valueReferences: Check = (definition, report) => {
  const set = valuesSet(definition);
  const read = new Set<string>();
  for (const { reference, at } of definition.references) {
    const [root, name] = reference.path;
    if (root !== "vars") continue;
    if (name === undefined || name === "*") for (const each of set.keys()) read.add(each);
    else if (set.has(name)) read.add(name);
    else
      report({
        code: "UNKNOWN_REFERENCE",
        at: at(),
        message: `No state sets the value "${name}".`,
        suggestion: { word: name, among: set.keys() },
      });
  }

  for (const [name, path] of set) {
    if (!read.has(name))
      report({ code: "UNUSED_VALUE", at: definition.places.keySpanOf(path), message: `The value "${name}" is set but never read.` });
  }
};
