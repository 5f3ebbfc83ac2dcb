import type { Environment } from "../../../flow/flow.ts";
import { straightNode, switchNode } from "../../../flow/nodes.ts";
import { conditionText } from "../../condition.ts";
import { durationAt } from "../../durations.ts";
import { fieldAt, objectIn, textIn } from "../../fields.ts";
import { tellAt } from "../../place.ts";
import { tellUnread } from "../../unread.ts";
import { placeIn } from "../document.ts";
import { unchanged } from "../read-state.ts";
import type { Scoped, Target } from "../workflow.ts";
import type { Action } from "./action.ts";
import { addChild } from "./child-action.ts";
import { addEvents } from "./event-action.ts";
import { addFunction } from "./function-action.ts";
import { unusedId } from "./unused-id.ts";

/** Adds the nodes of actions that run one after another; answers with the node to enter. */
export function addActions(scoped: Scoped, actions: readonly Action[], to: Target): Target {
  return actions.toReversed().reduce<Target>((next, action) => addAction(scoped, action, next), to);
}

const FIELDS = ["id", "name", "functionRef", "subFlowRef", "eventRef", "condition", "sleep", "actionDataFilter"];
// Read with a call that names its retry.
const RETRIES = ["retryRef", "retryableErrors", "nonRetryableErrors"];

function addAction(scoped: Scoped, action: Action, to: Target): Target {
  const { json, at } = action;
  const isRetried = fieldAt(json, "functionRef") !== undefined && textIn(json, "retryRef") !== undefined;
  const { session } = scoped.workflow;
  tellUnread({ session, at }, { json, of: `"${action.id}"` }, isRetried ? [...FIELDS, ...RETRIES] : FIELDS);
  tellUnread({ session, at: [...at, "sleep"] }, { json: objectIn(json, "sleep"), of: `"${action.id}"` }, ["before", "after"]);
  const slept = addSleep(scoped, action, { when: "after", to });
  const done = addWork(scoped, { ...action, id: unusedId(scoped, action.id, action.state) }, slept);
  const before = addSleep(scoped, action, { when: "before", to: done });
  const condition = textIn(json, "condition");

  return condition === undefined ? before : addCondition(scoped, action, { condition, to, before });
}

function addSleep(
  scoped: Scoped,
  { json, at, id }: Action,
  { when, to }: { readonly when: "before" | "after"; readonly to: Target },
): Target {
  const spot = { session: scoped.workflow.session, at: [...at, "sleep", when] };
  const duration = durationAt(spot, fieldAt(json, "sleep", when), `The sleep ${when} "${id}"`);
  if (duration === undefined || duration === "0ms") return to;
  const node = unusedId(scoped, `sleep ${when} ${id}`);
  scoped.nodes.set(
    node,
    straightNode({ id: node, at: [...at, "sleep"], to, behind: unchanged, state: () => ({ type: "wait", for: duration }) }),
  );

  return node;
}

function addCondition(
  scoped: Scoped,
  { at, id }: Action,
  { condition, to, before }: { readonly condition: string; readonly to: Target; readonly before: Target },
): Target {
  const node = unusedId(scoped, `whether ${id}`);
  const when = (entry: Environment): string =>
    conditionText(condition, placeIn(scoped.workflow, [...at, "condition"], { environment: entry }));
  scoped.nodes.set(
    node,
    switchNode({ id: node, at, cases: [{ to: before, behind: unchanged, when }], otherwise: { to, behind: unchanged } }),
  );

  return node;
}

function addWork(scoped: Scoped, action: Action, to: Target): Target {
  const { json, at, id } = action;
  const { session } = scoped.workflow;
  if (fieldAt(json, "functionRef") !== undefined) return addFunction(scoped, action, to);
  if (action.undo !== undefined)
    tellAt({ session, at }, "dropped", [
      `"${action.state}" is compensated, but its last action "${id}" calls no function; an undo belongs to a call.`,
      "Write compensate at the steps that need an undo.",
    ]);
  if (fieldAt(json, "subFlowRef") !== undefined) return addChild(scoped, action, to);
  if (fieldAt(json, "eventRef") !== undefined) return addEvents(scoped, action, to);

  tellAt({ session, at }, "dropped", [`The action "${id}" names no function, workflow or event.`, "Say what it does."]);
  return to;
}
