import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { expressUndo } from "../../lift/express-undo.ts";
import { placeUndo } from "../../lift/place-undo.ts";
import { fieldAt, tellAt, textIn } from "../place.ts";
import { actionsIn, type CalledAction, functionOf, givenTo, operationOf } from "./actions.ts";
import { retryOf } from "./retries.ts";
import type { Workflow } from "./workflow.ts";

// `compensatedBy` names a state that takes another back. Its call becomes the undo of the call it takes back, and the
// state itself, which nothing else may lead to, is gone.

/** What the undo of an action is made of. */
export interface Compensation {
  readonly workflow: Workflow;
  /** The state that takes it back. */
  readonly undoState: JsonObject;
  readonly undoAt: readonly (string | number)[];
  /** The state that is taken back. */
  readonly state: string;
}

/** What stands at a step that another state compensates; empty where the catalogue has the undo. */
export function undoOf({ workflow, undoState, undoAt, state }: Compensation, called: CalledAction): JsonObject {
  const name = textIn(undoState, "name") ?? "";
  const place = { session: workflow.session, at: undoAt };
  const [action, ...more] = actionsIn(fieldAt(undoState, "actions"), [...undoAt, "actions"], name);
  const undo = action === undefined || fieldAt(action.json, "functionRef") === undefined ? null : operationOf(workflow, action);
  if (action === undefined || undo === null || "expression" in undo) {
    tellAt(place, "dropped", [
      `"${name}" takes "${state}" back without calling a function; an undo is a call.`,
      "Give the operation compensate by hand.",
    ]);
    return {};
  }
  if (more.length > 0)
    tellAt(place, "dropped", [
      `"${name}" takes "${state}" back by several calls; the first is kept.`,
      "Let one operation do what is left, or split the step.",
    ]);
  const expressed = expressUndo({
    step: called.name,
    stepGiven: called.given,
    undoGiven: givenTo(workflow, action, called.behind),
    membersRead: workflow.session.merging(undoAt, "").membersRead,
  });
  if (expressed === null) {
    tellAt(place, "dropped", [
      `"${name}" reads what "${state}" was neither given nor answered; an undo sees nothing else.`,
      "Give the step what its undo needs, then write compensate.",
    ]);
    return {};
  }
  const isOnlyCaller = countCalls(fieldAt(workflow.json, "states") ?? null, functionNameOf(workflow, called)) <= 1;
  const inline = placeUndo({
    catalogue: workflow.session.catalogue,
    step: called.key,
    undo,
    expressed,
    retry: retryOf(workflow, action.json, action.at).retry,
    isOnlyCaller,
  });
  tellAt(place, "changed", [
    `"${name}" became ${inline === null ? `compensate of "${called.key.service}.${called.key.operation}"` : `compensate of the step "${called.name}"`}: it runs by itself, in reverse order, when the saga turns back.${expressed.readsOutput ? " It reads the answer of the step, which is missing after a time-out." : ""}`,
    expressed.readsOutput
      ? "Give the operation verify with an output, or let the undo read params only."
      : "Let it accept that there is nothing to undo.",
  ]);

  return inline === null ? {} : { kind: "compensatable", compensate: inline };
}

// The names of functions whose operation this is.
function functionNameOf(workflow: Workflow, { key }: CalledAction): readonly string[] {
  return [...workflow.functions.keys()].filter((name) => {
    const called = workflow.session.quietly(() => operationOf(workflow, { json: { functionRef: name }, at: [] }));
    return "service" in called && called.service === key.service && called.operation === key.operation;
  });
}

function countCalls(value: Json, names: readonly string[]): number {
  if (value === null || typeof value !== "object") return 0;
  const own = isJsonObject(value) && fieldAt(value, "functionRef") !== undefined && names.includes(functionOf(value).name) ? 1 : 0;

  return Object.values(value).reduce<number>((sum, member: Json) => sum + countCalls(member, names), own);
}
