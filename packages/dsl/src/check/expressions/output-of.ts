import { isJsonObject } from "@skald/shared";
import { referenceText } from "../../model/children/child-summary.ts";
import { operationOf } from "../../model/resolve.ts";
import type { StateModel, TaskState } from "../../model/saga-model.ts";
import type { Resolved } from "../../model/states/pivot-reach.ts";

/** What is known of the output of a state before it runs. `list`: names are those of its entries. */
export type StaticOutput =
  | { readonly kind: "none" }
  | { readonly kind: "any" }
  | { readonly kind: "members" | "list"; readonly names: readonly string[] };

const ANY: StaticOutput = { kind: "any" };

/** What `steps.x.output` of a state may be asked for. */
export function outputOf(state: StateModel, { services, children }: Resolved): StaticOutput {
  switch (state.type) {
    case "task":
      return outputOfTask(state, services);
    case "parallel":
      return { kind: "members", names: Object.keys(state.branches) };
    case "forEach":
      return { kind: "list", names: ["ok", "output", "error"] };
    case "saga":
      return membersOrAny(children.get(referenceText(state.saga))?.summary.output ?? null);
    case "transaction":
      return { kind: "members", names: state.participants.map((one) => one.name) };
    case "listen":
    case "human":
      return ANY;
    default:
      return { kind: "none" };
  }
}

function outputOfTask(state: TaskState, services: Resolved["services"]): StaticOutput {
  const operation = operationOf(state, services);
  const output = state.output ?? operation?.output ?? null;
  if (isJsonObject(output)) return { kind: "members", names: Object.keys(output) };

  const schema = operation?.outputSchema;
  if (output !== null || !isJsonObject(schema) || !isJsonObject(schema["properties"]) || isOpen(schema["additionalProperties"])) return ANY;
  return { kind: "members", names: Object.keys(schema["properties"]) };
}

function membersOrAny(names: readonly string[] | null): StaticOutput {
  return names === null ? ANY : { kind: "members", names };
}

function isOpen(additional: unknown): boolean {
  return additional === true || isJsonObject(additional);
}
