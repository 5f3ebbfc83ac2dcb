import { isJsonObject } from "@skald/shared";
import type { Report } from "../../diagnostics/report.ts";
import { operationOf } from "../../model/resolve.ts";
import type { TaskState } from "../../model/saga-model.ts";
import type { Check, SagaDefinition } from "../check.ts";
import type { SiteReference } from "../sites/checked-site.ts";

const MEMBERS = ["status", "output", "error"];

/** `steps.x` names a state of this saga, a member it has, and a property its output declares. */
export const stepReferences: Check = (definition, report) => {
  for (const read of definition.references) {
    const [root, name, member, property] = read.reference.path;
    if (root !== "steps" || name === undefined || name === "*") continue;

    if (!definition.chart.root.states.has(name)) {
      say(report, read, {
        code: "UNKNOWN_REFERENCE",
        message: `No state is called "${name}".`,
        suggestion: { word: name, among: definition.chart.root.states.keys() },
      });
    } else if (member !== undefined && member !== "*" && !MEMBERS.includes(member)) {
      say(report, read, {
        code: "UNDECLARED_PROPERTY",
        message: `A step has no "${member}"; it has ${MEMBERS.join(", ")}.`,
        suggestion: { word: member, among: MEMBERS },
      });
    } else if (member === "output" && property !== undefined && property !== "*") {
      checkProperty(definition, { read, name, property }, report);
    }
  }
};

interface PropertyRead {
  readonly read: SiteReference;
  readonly name: string;
  readonly property: string;
}

function checkProperty(definition: SagaDefinition, { read, name, property }: PropertyRead, report: Report): void {
  const state = definition.model.states.find((each) => each.name === name);
  if (state?.type !== "task") {
    if (state === undefined) return;
    return say(report, read, { code: "UNDECLARED_PROPERTY", message: `The state "${name}" is of type ${state.type} and has no output.` });
  }
  const declared = declaredProperties(state, definition);
  if (declared === null || declared.includes(property)) return;

  say(report, read, {
    code: "UNDECLARED_PROPERTY",
    message: `The output of "${name}" has no "${property}"; it has ${declared.slice(0, 10).join(", ") || "no properties"}.`,
    suggestion: { word: property, among: declared },
  });
}

// Null: nothing is declared, so that anything may be read.
function declaredProperties(state: TaskState, { services }: SagaDefinition): readonly string[] | null {
  const operation = operationOf(state, services);
  const output = state.output ?? operation?.output ?? null;
  if (isJsonObject(output)) return Object.keys(output);

  const schema = state.output === null ? operation?.outputSchema : null;
  if (output !== null || !isJsonObject(schema) || !isJsonObject(schema["properties"]) || isOpen(schema["additionalProperties"]))
    return null;
  return Object.keys(schema["properties"]);
}

function isOpen(additional: unknown): boolean {
  return additional === true || isJsonObject(additional);
}

function say(report: Report, read: SiteReference, finding: Omit<Parameters<Report>[0], "at">): void {
  report({ ...finding, at: read.at() });
}
