import type { Path } from "../../diagnostics/places.ts";
import { kindOfTask } from "../../model/edges.ts";
import { findOperation, operationOf } from "../../model/resolve.ts";
import type { TaskState, TransactionState } from "../../model/saga-model.ts";
import type { Check, SagaDefinition, ServiceDefinition } from "../check.ts";

/** In a catalogue: what is compensatable has an undo, and what is not has none. */
export const missingUndoInCatalogue: Check<ServiceDefinition> = ({ model, places }, report) => {
  for (const operation of Object.values(model.operations)) {
    const path = ["operations", operation.name];
    if (operation.kind === "compensatable" && operation.compensate === null) {
      report({
        code: "MISSING_UNDO",
        at: places.keySpanOf(path),
        message: `The operation "${operation.name}" is compensatable but declares no compensate.`,
      });
    }
    const never = operation.kind === "readOnly" || operation.kind === "pivot";
    if (never && operation.compensate !== null && operation.phases === null) {
      report({
        code: "UNDO_NEVER_RUNS",
        at: places.keySpanOf([...path, "compensate"]),
        message: `An operation of kind ${operation.kind} is never undone.`,
      });
    }
  }
};

/** In a saga: a step or a group that is compensatable by its own words or by default has an undo from somewhere. */
export const missingUndo: Check = (definition, report) => {
  for (const { state, path } of definition.states) {
    if (state.type === "task") checkTask(state, path, { definition, report });
    if (state.type === "transaction") checkGroup(state, path, { definition, report });
  }
};

interface To {
  readonly definition: SagaDefinition;
  readonly report: Parameters<Check>[1];
}

function checkTask(state: TaskState, path: Path, { definition: { services, places }, report }: To): void {
  if (!decidesItself(state)) return;
  const operation = operationOf(state, services);
  if (state.call.kind === "operation" && operation === null) return;

  const kind = kindOfTask(state, services);
  const undo = state.compensate ?? operation?.compensate ?? null;
  if (kind === "compensatable" && undo === null) {
    report({
      code: "MISSING_UNDO",
      at: places.keySpanOf(path),
      message: `The step "${state.name}" is compensatable but has no compensate.`,
    });
  }
  if ((kind === "readOnly" || kind === "pivot") && state.compensate !== null) {
    report({ code: "UNDO_NEVER_RUNS", at: places.keySpanOf([...path, "compensate"]), message: `A step of kind ${kind} is never undone.` });
  }
}

// What the catalogue alone decides is told with the catalogue.
function decidesItself(state: TaskState): boolean {
  return state.call.kind !== "operation" || state.kind !== null || state.compensate !== null;
}

// A group is undone by its own call, or by the undos of all its participants (R15).
function checkGroup(state: TransactionState, path: Path, { definition: { services, places }, report }: To): void {
  if (state.kind === "pivot") {
    if (state.compensate === null) return;
    report({ code: "UNDO_NEVER_RUNS", at: places.keySpanOf([...path, "compensate"]), message: "A group of kind pivot is never undone." });
    return;
  }
  if (state.compensate !== null) return;
  const without = state.participants.filter((one) => findOperation(one.call, services)?.compensate === null);
  if (without.length === 0) return;

  report({
    code: "MISSING_UNDO",
    at: places.keySpanOf(path),
    message: `The group "${state.name}" is compensatable, but has no compensate, and nothing undoes ${without.map((one) => `"${one.name}"`).join(", ")}.`,
  });
}
