import { listenNode } from "../../../flow/nodes.ts";
import { tight } from "../../../term/term.ts";
import { objectIn, textIn } from "../../fields.ts";
import { actionsIn } from "../actions/action.ts";
import { addActions } from "../actions/add-actions.ts";
import { leadFrom, type ReadState, timeoutOf, unchanged } from "../read-state.ts";
import { stateNameOf } from "../workflow.ts";
import { awaitedEvent, withEventData } from "./event-definitions.ts";

/** A callback state: a call, then a `listen` for what comes back. */
export function addCallback(read: ReadState): void {
  const { scoped, json, at, name, to, catchers } = read;
  const { workflow } = scoped;
  const id = `await ${name}`;
  const data = tight(`steps.${stateNameOf(scoped, id)}.output.data`);
  const event = awaitedEvent(workflow, textIn(json, "eventRef"), [...at, "eventRef"]);
  const timeout = timeoutOf(read, "eventTimeout");
  scoped.nodes.set(
    id,
    listenNode({
      id,
      at,
      cases: [{ event, to, behind: (entry) => withEventData(workflow, { json, at }, { entry, data }) }],
      timeout,
      onTimeout: timeout === undefined ? undefined : { to, behind: unchanged },
    }),
  );
  const action = objectIn(json, "action");
  const limit = timeoutOf(read, "actionExecTimeout");
  const actions = actionsIn([{ json: action, at: [...at, "action"] }], name).map((each) => ({
    ...each,
    state: name,
    catchers,
    timeout: limit,
  }));
  leadFrom(read, addActions(scoped, actions, id));
}
