import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { expressUndo } from "../../lift/express-undo.ts";
import { placeUndo } from "../../lift/place-undo.ts";
import type { Session } from "../../session.ts";
import { fieldAt, listIn } from "../fields.ts";
import { tellAt } from "../place.ts";
import { type Listed, objectsAt, tellUnread } from "../unread.ts";
import type { CalledAction } from "./actions/action.ts";
import { functionOf, givenTo, operationOf } from "./actions/called-function.ts";
import { retryOf } from "./actions/retries.ts";
import type { Workflow } from "./workflow.ts";

// `compensatedBy` names a state that takes another back. Its call becomes the undo of the call it takes back, and the
// state itself, which nothing else may lead to, is gone.

/** What the undo of an action is made of. */
export interface Compensation {
  readonly workflow: Workflow;
  /** The state that takes it back. */
  readonly undoState: Listed;
  readonly name: string;
  /** The state that is taken back. */
  readonly state: string;
}

/** What stands at a step that another state compensates; empty where the catalogue has the undo. */
export function undoOf({ workflow, undoState, name, state }: Compensation, called: CalledAction): JsonObject {
  const { json, at } = undoState;
  const { session } = workflow;
  const place = { session, at };
  const [action, ...more] = objectsAt(place, json, "actions");
  const undo = action === undefined || fieldAt(action.json, "functionRef") === undefined ? "" : operationOf(workflow, action);
  if (action === undefined || typeof undo === "string") {
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
  tellMore(session, undoState, { ...action, name });
  const expressed = expressUndo({
    step: called.name,
    stepGiven: called.given,
    undoGiven: givenTo(workflow, action, called.behind),
    membersRead: session.merging(at, "").membersRead,
  });
  if (expressed === null) {
    tellAt(place, "dropped", [
      `"${name}" reads what "${state}" was neither given nor answered; an undo sees nothing else.`,
      "Give the step what its undo needs, then write compensate.",
    ]);
    return {};
  }
  const isOnlyCaller = countCalls(listIn(workflow.json, "states"), functionNamesOf(workflow, called)) <= 1;
  const retry = retryOf(workflow, action).retry;
  const inline = placeUndo({ catalogue: session.catalogue, step: called.key, undo, expressed, retry, isOnlyCaller });
  const owner = inline === null ? `"${called.key.service}.${called.key.operation}"` : `the step "${called.name}"`;
  tellAt(place, "changed", [
    `"${name}" became compensate of ${owner}: it runs by itself, in reverse order, when the saga turns back.${expressed.readsOutput ? " It reads the answer of the step, which is missing after a time-out." : ""}`,
    expressed.readsOutput
      ? "Give the operation verify with an output, or let the undo read params only."
      : "Let it accept that there is nothing to undo.",
  ]);

  return inline === null ? {} : { kind: "compensatable", compensate: inline };
}

// Of a state that compensates, the call is taken and what it is given; nothing else of it has a place in an undo.
function tellMore(session: Session, { json, at }: Listed, { name, ...action }: Listed & Pick<Compensation, "name">): void {
  const of = `"${name}"`;
  tellUnread({ session, at }, { json, of }, ["id", "name", "type", "usedForCompensation", "actions", "actionMode", "end"]);
  tellUnread({ session, at: action.at }, { json: action.json, of }, ACTION);
}

const ACTION = ["id", "name", "functionRef", "actionDataFilter", "retryRef", "retryableErrors", "nonRetryableErrors"];

// The names of functions whose operation this is.
function functionNamesOf(workflow: Workflow, { key }: CalledAction): readonly string[] {
  return [...workflow.functions.keys()].filter((name) => {
    const called = workflow.session.quietly(() => operationOf(workflow, { json: { functionRef: name }, at: [] }));
    return typeof called === "object" && called.service === key.service && called.operation === key.operation;
  });
}

function countCalls(value: Json, names: readonly string[]): number {
  if (value === null || typeof value !== "object") return 0;
  const own = isJsonObject(value) && fieldAt(value, "functionRef") !== undefined && names.includes(functionOf(value).name) ? 1 : 0;

  return Object.values(value).reduce<number>((sum, member: Json) => sum + countCalls(member, names), own);
}
