import { kindOfTask } from "../../model/edges.ts";
import { operationOf } from "../../model/resolve.ts";
import type { TaskState } from "../../model/saga-model.ts";
import type { Check, ServiceDefinition } from "../check.ts";

/** In a catalogue: what is compensatable has an undo, and what is not has none. */
export const missingUndoInCatalogue: Check<ServiceDefinition> = ({ model, places, document }, report) => {
  for (const operation of Object.values(model.operations)) {
    const path = ["operations", operation.name];
    const speaksPhases = isGroup(document, operation.name);
    if (operation.kind === "compensatable" && operation.compensate === null) {
      report({
        code: "MISSING_UNDO",
        at: places.keySpanOf(path),
        message: `The operation "${operation.name}" is compensatable but declares no compensate.`,
      });
    }
    const never = operation.kind === "readOnly" || operation.kind === "pivot";
    if (never && operation.compensate !== null && !speaksPhases) {
      report({
        code: "UNDO_NEVER_RUNS",
        at: places.keySpanOf([...path, "compensate"]),
        message: `An operation of kind ${operation.kind} is never undone.`,
      });
    }
  }
};

/** In a saga: a step that is compensatable by its own words or by default has an undo from somewhere. */
export const missingUndo: Check = ({ model, services, places }, report) => {
  for (const state of model.states) {
    if (state.type !== "task" || !decidesItself(state)) continue;
    const operation = operationOf(state, services);
    if (state.call.kind === "operation" && operation === null) continue;

    const kind = kindOfTask(state, services);
    const undo = state.compensate ?? operation?.compensate ?? null;
    if (kind === "compensatable" && undo === null) {
      report({
        code: "MISSING_UNDO",
        at: places.keySpanOf(["states", state.name]),
        message: `The step "${state.name}" is compensatable but has no compensate.`,
      });
    }
    if ((kind === "readOnly" || kind === "pivot") && state.compensate !== null) {
      report({
        code: "UNDO_NEVER_RUNS",
        at: places.keySpanOf(["states", state.name, "compensate"]),
        message: `A step of kind ${kind} is never undone.`,
      });
    }
  }
};

// What the catalogue alone decides is told with the catalogue.
function decidesItself(state: TaskState): boolean {
  return state.call.kind === "http" || state.kind !== null || state.compensate !== null;
}

function isGroup(document: ServiceDefinition["document"], name: string): boolean {
  const operation = (document["operations"] as Record<string, object> | undefined)?.[name] ?? {};

  return Object.hasOwn(operation, "twoPhase") || Object.hasOwn(operation, "tcc");
}
