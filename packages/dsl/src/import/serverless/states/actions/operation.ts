import { Refusal } from "../../../session.ts";
import { textIn } from "../../fields.ts";
import { objectsAt, tellDropped } from "../../unread.ts";
import { addParallel } from "../blocks/parallel.ts";
import { undoOf } from "../compensation.ts";
import { leadFrom, type ReadState, timeoutOf } from "../read-state.ts";
import { type Action, actionsIn } from "./action.ts";
import { addActions } from "./add-actions.ts";

/** An operation state: its actions, one after another or at once. */
export function addOperation(read: ReadState): void {
  const { scoped, json, at, name, to } = read;
  const { session } = scoped.workflow;
  const listed = objectsAt({ session, at }, json, "actions");
  if (textIn(json, "actionMode") !== "parallel" || listed.length < 2) return leadFrom(read, addActions(scoped, actionsOf(read), to));

  if (textIn(json, "compensatedBy") !== undefined) tellDropped({ session, at }, "compensatedBy", `"${name}", whose actions run at once,`);
  addParallel(
    read,
    listed.map((action, index) => ({ name: textIn(action.json, "name") ?? `action ${index + 1}`, actions: [action] })),
  );
}

// What a state has done is taken back when it is done: the last of its actions has the undo.
function actionsOf(read: ReadState): readonly Action[] {
  const { scoped, json, at, name: state, catchers } = read;
  const actions = actionsIn(objectsAt({ session: scoped.workflow.session, at }, json, "actions"), state);
  const timeout = timeoutOf(read, "actionExecTimeout");
  const undo = undoFor(read);

  return actions.map((action, index) => ({
    ...action,
    state,
    catchers,
    timeout,
    ...(undo === undefined || index !== actions.length - 1 ? {} : { undo }),
  }));
}

function undoFor({ scoped: { workflow }, json, at, name: state }: ReadState): Action["undo"] {
  const name = textIn(json, "compensatedBy");
  if (name === undefined) return undefined;
  const undoState = workflow.states.get(name);
  if (undoState === undefined)
    throw new Refusal([...at, "compensatedBy"], `No state is called "${name}".`, "Correct the name, or add the state.");

  return (called) => undoOf({ workflow, undoState, name, state }, called);
}
