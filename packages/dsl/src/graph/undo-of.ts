import type { GraphNode } from "@skald/shared";
import { kindOfTask } from "../model/edges.ts";
import { operationOf } from "../model/resolve.ts";
import type { StateModel, TaskState, UndoByEvent } from "../model/saga-model.ts";
import type { CallModel } from "../model/service-model.ts";
import { addressOf } from "../model/states/address-of.ts";
import { isPivot, type PivotReach, type Resolved } from "../model/states/pivot-reach.ts";
import type { PlacedState } from "../model/states/placed-states.ts";

/** What is looked at to say how a state is undone. */
export interface UndoSurroundings {
  readonly resolved: Resolved;
  readonly reach: PivotReach;
}

type Undo = GraphNode["undo"];

const NOTHING: Undo = { kind: "none", label: "" };
const NO_WAY_BACK: Undo = { kind: "none", label: "no way back" };

/** What undoes a state, or why nothing does. What stands inside a block has undos of its own. */
export function undoOf({ state, root }: PlacedState, { resolved, reach }: UndoSurroundings): Undo {
  if (isPivot(state, resolved)) return NO_WAY_BACK;
  const undo = forwardUndo(state, resolved);
  // A step that changes nothing, or a state that calls nobody, has nothing to lose behind the pivot.
  if (undo.kind === "none") return undo;

  return !reach.before.has(root) && reach.after.has(root) ? { kind: "afterPivot", label: "after the pivot" } : undo;
}

function forwardUndo(state: StateModel, { services }: Resolved): Undo {
  switch (state.type) {
    case "task":
      return undoOfTask(state, services);
    case "transaction":
      return { kind: "call", label: state.compensate?.call.operation ?? "each participant's undo" };
    case "saga":
      return { kind: "call", label: "undo of the child" };
    case "forEach":
      return state.compensation.batch === null ? NOTHING : { kind: "call", label: state.compensation.batch.call.operation };
    case "listen":
    case "emit":
      return state.compensate === null ? NOTHING : { kind: "call", label: eventUndoName(state.compensate) };
    default:
      return NOTHING;
  }
}

function undoOfTask(task: TaskState, services: Resolved["services"]): Undo {
  if (kindOfTask(task, services) === "readOnly") return { kind: "none", label: "changes nothing" };
  const call = task.compensate ?? operationOf(task, services)?.compensate ?? null;
  if (call !== null) return { kind: "call", label: undoName(call) };

  return task.irreversible
    ? { kind: "irreversible", label: "accepted as irreversible" }
    : { kind: "missing", label: "nothing undoes this step" };
}

function eventUndoName(undo: UndoByEvent): string {
  return undo.kind === "call" ? undo.call.operation : undo.event.type;
}

/** A name people know an undo by: the last word of `POST /orders/…/cancel`, or the method and what it is about. */
function undoName(call: CallModel): string {
  const address = addressOf(call);
  const last = address
    .replace(/\$\{.*?\}/g, "")
    .split("/")
    .findLast((word) => /^[\w.-]+$/.test(word));
  if (call.method === "POST" && last !== undefined && !/\}\s*$/.test(address)) return last;

  const method = call.sql === undefined ? call.method.toLowerCase() : "SQL";
  return last === undefined ? method : `${method} ${last}`;
}
