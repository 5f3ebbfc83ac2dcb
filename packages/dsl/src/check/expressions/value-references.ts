import type { Path } from "../../diagnostics/places.ts";
import { type Chart, type Scope, withOuterScopes } from "../../model/chart.ts";
import { mustGet } from "../../model/must-get.ts";
import { membersAt } from "../../model/read-json.ts";
import type { Check } from "../check.ts";

/** Where the values of a scope are set first, by their names. */
type Values = ReadonlyMap<string, Path>;

/** The values each scope sets: `set` is local to its scope. */
export function valuesSet(chart: Chart): ReadonlyMap<Scope, Values> {
  return new Map(chart.scopes.map((scope) => [scope, valuesOf(scope)]));
}

function valuesOf(scope: Scope): Values {
  const set = new Map<string, Path>();
  for (const { type, path, json } of scope.states.values()) {
    if (type !== "set") continue;
    for (const [name] of membersAt(json, "values")) if (!set.has(name)) set.set(name, [...path, "values", name]);
  }
  return set;
}

/** `vars.x` is set by some state of this scope or of one around it, and every value that is set is read somewhere. */
export const valueReferences: Check = ({ chart, places, references }, report) => {
  const set = valuesSet(chart);
  const read = new Set<Path>();
  for (const { site, reference, at } of references) {
    const [root, name] = reference.path;
    if (root !== "vars" || site.place === null) continue;
    const visible = withOuterScopes(site.place.scope).map((scope) => mustGet(set, scope));
    const isWhole = name === undefined || name === "*";
    const paths = visible.flatMap((values) => (isWhole ? [...values.values()] : pathIn(values, name)));
    for (const path of paths) read.add(path);
    if (isWhole || paths.length > 0) continue;

    report({
      code: "UNKNOWN_REFERENCE",
      at: at(),
      message: messageFor(name, set),
      suggestion: { word: name, among: namesIn(visible) },
    });
  }

  for (const [name, path] of [...set.values()].flatMap((values) => [...values])) {
    if (!read.has(path))
      report({ code: "UNUSED_VALUE", at: places.keySpanOf(path), message: `The value "${name}" is set but never read.` });
  }
};

function pathIn(values: Values, name: string): readonly Path[] {
  const path = values.get(name);

  return path === undefined ? [] : [path];
}

// Most suggestions are never made: names are listed only for those that are.
function* namesIn(visible: readonly Values[]): Iterable<string> {
  for (const values of visible) yield* values.keys();
}

function messageFor(name: string, set: ReadonlyMap<Scope, Values>): string {
  const isElsewhere = [...set.values()].some((values) => values.has(name));

  return isElsewhere
    ? `The value "${name}" is set in another scope: set is local to the branch or body it stands in.`
    : `No state sets the value "${name}".`;
}
