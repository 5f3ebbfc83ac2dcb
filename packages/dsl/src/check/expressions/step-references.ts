import type { Report } from "../../diagnostics/report.ts";
import type { Scope } from "../../model/chart.ts";
import type { Check, SagaDefinition } from "../check.ts";
import type { SiteReference } from "../sites/checked-site.ts";
import { outputOf } from "./output-of.ts";

const MEMBERS = ["status", "output", "error"];

/** `steps.x` names a state of this scope or of one around it, a member it has, and a property its output declares. */
export const stepReferences: Check = (definition, report) => {
  for (const read of definition.references) {
    const [root, name, member] = read.reference.path;
    const { place } = read.site;
    if (root !== "steps" || name === undefined || name === "*" || place === null) continue;

    const owner = definition.scopes.ownerOf(place.scope, name);
    if (owner === undefined) reportUnknown(read, name, { scope: place.scope, definition, report });
    else if (member !== undefined && member !== "*" && !MEMBERS.includes(member)) {
      report({
        code: "UNDECLARED_PROPERTY",
        at: read.at(),
        message: `A step has no "${member}"; it has ${MEMBERS.join(", ")}.`,
        suggestion: { word: member, among: MEMBERS },
      });
    } else if (member === "output") {
      const state = definition.scopes.stateIn(owner, name);
      if (state !== undefined) checkProperty(read, outputOf(state, definition), { name, type: state.type, report });
    }
  }
};

function reportUnknown(
  read: SiteReference,
  name: string,
  { scope, definition, report }: { readonly scope: Scope; readonly definition: SagaDefinition; readonly report: Report },
): void {
  const elsewhere = definition.scopes.anywhere(name)?.outer;
  report({
    code: "UNKNOWN_REFERENCE",
    at: read.at(),
    message:
      elsewhere === undefined || elsewhere === null
        ? `No state is called "${name}".`
        : `"${name}" stands inside "${elsewhere.block}" and cannot be read from here: read what the block gives, steps.${elsewhere.block}.output.`,
    suggestion: { word: name, among: scope.states.keys() },
  });
}

interface Property {
  readonly name: string;
  readonly type: string;
  readonly report: Report;
}

function checkProperty(read: SiteReference, output: ReturnType<typeof outputOf>, { name, type, report }: Property): void {
  const [property, inner] = read.reference.path.slice(3);
  if (property === undefined) return;
  const say = (message: string, word: string, among: readonly string[]): void =>
    report({ code: "UNDECLARED_PROPERTY", at: read.at(), message, suggestion: { word, among } });

  if (output.kind === "none") return say(`The state "${name}" is of type ${type} and has no output.`, property, []);
  if (output.kind === "members" && property !== "*" && !output.names.includes(property))
    return say(
      `The output of "${name}" has no "${property}"; it has ${output.names.slice(0, 10).join(", ") || "no properties"}.`,
      property,
      output.names,
    );
  if (output.kind !== "list") return;
  if (property !== "*")
    return say(`The output of "${name}" is a list with one entry for each item, and has no "${property}".`, property, []);
  if (inner !== undefined && inner !== "*" && !output.names.includes(inner))
    say(`An entry of the output of "${name}" has no "${inner}"; it has ${output.names.join(", ")}.`, inner, output.names);
}
