import type { PlacedState } from "../../model/states/placed-states.ts";
import type { Check, SagaDefinition } from "../check.ts";

/** States whose success may have an effect, or stands for effects inside them. */
const WITH_EFFECTS: ReadonlySet<string> = new Set(["task", "parallel", "forEach", "saga", "transaction", "emit", "listen", "human"]);

/** An assertion names states with effects of this saga, each by a text, and no two assertions have one name. */
export const assertions: Check = (definition, report) => {
  const byName = new Map(definition.states.map((placed) => [placed.fullName, placed]));
  for (const site of definition.sites) {
    if (site.path[0] !== "assertions") continue;
    for (const { calls, start } of site.expressions) {
      for (const call of calls) {
        const problem = problemOf(call, byName);
        if (problem === undefined) continue;
        report({ ...problem, at: definition.places.spanWithin(site.path, start + call.start, start + call.end) });
      }
    }
  }
  reportTwins(definition, report);
};

interface Problem {
  readonly code: "UNKNOWN_REFERENCE" | "EXPRESSION_TYPE";
  readonly message: string;
  readonly suggestion?: { readonly word: string; readonly among: Iterable<string> };
}

function problemOf(
  { name, arguments: given }: { readonly name: string; readonly arguments: readonly (string | null)[] },
  byName: ReadonlyMap<string, PlacedState>,
): Problem | undefined {
  const [state] = given;
  if (given.length !== 1 || state === null || state === undefined)
    return { code: "EXPRESSION_TYPE", message: `${name}() takes the name of one state, written out.` };

  const placed = byName.get(state);
  if (placed === undefined)
    return { code: "UNKNOWN_REFERENCE", message: `No state is called "${state}".`, suggestion: { word: state, among: byName.keys() } };

  return WITH_EFFECTS.has(placed.state.type)
    ? undefined
    : { code: "UNKNOWN_REFERENCE", message: `"${state}" is of type ${placed.state.type}: it has no effect that could be done or undone.` };
}

function reportTwins({ model, places }: SagaDefinition, report: Parameters<Check>[1]): void {
  const names = new Set<string>();
  for (const [index, { name }] of model.assertions.entries()) {
    if (names.has(name))
      report({ code: "NAME_CLASH", at: places.spanOf(["assertions", index, "name"]), message: `Two assertions are called "${name}".` });
    names.add(name);
  }
}
