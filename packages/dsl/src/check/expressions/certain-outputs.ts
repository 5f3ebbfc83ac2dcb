import type { Report } from "../../diagnostics/report.ts";
import { withOuterScopes } from "../../model/chart.ts";
import type { Check, SagaDefinition } from "../check.ts";
import type { SiteReference } from "../sites/checked-site.ts";
import type { SitePlace } from "../sites/site.ts";
import { type CertainNames, certainNames } from "./certain-names.ts";
import { valuesSet } from "./value-references.ts";

/** A read of `steps.x.output` or `vars.x` is certain on every way to its place, or guarded. */
export const certainOutputs: Check = (definition, report) => {
  const certain = certainNames(definition.chart);
  const values = valuesSet(definition.chart);
  for (const read of definition.references) {
    const { place } = read.site;
    const [root] = read.reference.path;
    if (place === null || (place.state !== null && !place.scope.states.has(place.state))) continue;

    if (root === "steps") checkOutput(read, place, { definition, certain, values, report });
    if (root === "vars") checkValue(read, place, { definition, certain, values, report });
  }
};

interface Checking {
  readonly definition: SagaDefinition;
  readonly certain: CertainNames;
  readonly values: ReturnType<typeof valuesSet>;
  readonly report: Report;
}

function checkOutput({ reference, at }: SiteReference, place: SitePlace, { definition, certain, report }: Checking): void {
  const [, name = "", member, property] = reference.path;
  const owner = definition.scopes.ownerOf(place.scope, name);
  if (member !== "output" || owner === undefined || isGuarded(reference.guardedFrom, 2)) return;

  if (!certain.hasOutput(place, owner, name)) {
    report({
      code: "OUTPUT_NOT_CERTAIN",
      at: at(),
      message: `"${name}" has not succeeded on every way to ${whereOf(place)}: its output may be missing.`,
    });
    return;
  }
  // Only the branches that won are in the output of a block that does not wait for all.
  const block = definition.scopes.stateIn(owner, name);
  if (block?.type !== "parallel" || block.join.kind === "all" || property === undefined || isGuarded(reference.guardedFrom, 3)) return;
  if (Object.hasOwn(block.branches, property))
    report({
      code: "OUTPUT_NOT_CERTAIN",
      at: at(),
      message: `The branch "${property}" may not be among those that "${name}" has waited for.`,
    });
}

function checkValue({ reference, at }: SiteReference, place: SitePlace, { certain, values, report }: Checking): void {
  const [, name] = reference.path;
  if (name === undefined || isGuarded(reference.guardedFrom, 1) || certain.hasValue(place, name)) return;
  // A name that no state sets is told as that.
  if (!withOuterScopes(place.scope).some((scope) => values.get(scope)?.has(name))) return;

  report({ code: "OUTPUT_NOT_CERTAIN", at: at(), message: `The value "${name}" is not set on every way to ${whereOf(place)}.` });
}

function whereOf({ scope, state }: SitePlace): string {
  if (state !== null) return `"${state}"`;

  return scope.kind === "body" ? "the end of this body" : `the end of the branch "${String(scope.path.at(-1))}"`;
}

// A guard at or before the member that may be missing makes the read safe.
function isGuarded(guardedFrom: number | null, position: number): boolean {
  return guardedFrom !== null && guardedFrom <= position;
}
