import { isJsonArray, isJsonObject, type JsonObject } from "@skald/shared";
import { straightNode } from "../../flow/nodes.ts";
import { Refusal, valueNameFor } from "../../session.ts";
import { templateOf } from "../../term/render-term.ts";
import { objectOf, type Term, tight } from "../../term/term.ts";
import { durationText } from "../durations.ts";
import { below, fieldAt, tellAt, textIn, valueAt } from "../place.ts";
import { type Action, actionsIn, addActions, type CalledAction } from "./actions.ts";
import { addForeach, addParallel } from "./blocks.ts";
import { undoOf } from "./compensation.ts";
import { addCallback, addEventState } from "./event-states.ts";
import { addWait, leadFrom, type ReadState } from "./read-state.ts";
import { addSwitch } from "./switches.ts";
import { merged, placeIn } from "./workflow.ts";

/** Adds the nodes that do what a state does. The first of them is called `entry`. */
export function addStateWork(read: ReadState, entry: string): void {
  const { json, at, name } = read;
  switch (textIn(json, "type")) {
    case "operation":
      return textIn(json, "actionMode") === "parallel" ? addParallelActions(read, entry) : addOperation(read, entry);
    case "switch":
      return addSwitch(read, entry);
    case "inject":
      return addInject(read, entry);
    case "sleep":
    case "delay":
      return addSleep(read, entry);
    case "foreach":
      return addForeach(read, entry);
    case "parallel":
      return addParallel(read, entry);
    case "event":
      return addEventState(read, entry);
    case "callback":
      return addCallback(read, entry);
    default:
      throw new Refusal(
        [...at, "type"],
        `The state "${name}" has the type ${JSON.stringify(fieldAt(json, "type") ?? null)}, which Serverless Workflow 0.8 does not know.`,
        "Use operation, switch, inject, sleep, foreach, parallel, event or callback.",
      );
  }
}

function addOperation(read: ReadState, entry: string): void {
  const actions = actionsOf(read, entry);
  const first = addActions(read.scoped, actions, read.to);
  leadFrom(read, entry, first);
}

/** The actions of a state, with its catchers, its time-out and its undo. */
function actionsOf(read: ReadState, entry: string): readonly Action[] {
  const { json, at, catchers, actionTimeout } = read;
  const actions = actionsIn(fieldAt(json, "actions"), [...at, "actions"], entry);
  const undo = undoFor(read);

  return actions.map((action, index) => ({
    ...action,
    state: entry,
    catchers,
    timeout: actionTimeout,
    ...(undo === undefined || index !== actions.length - 1 ? {} : { undo }),
  }));
}

function undoFor({ scoped: { workflow }, json, at, name }: ReadState): ((called: CalledAction) => JsonObject) | undefined {
  const compensatedBy = textIn(json, "compensatedBy");
  if (compensatedBy === undefined) return undefined;
  const states = fieldAt(workflow.json, "states");
  const listed = states !== undefined && isJsonArray(states) ? states : [];
  const index = listed.findIndex((state) => isJsonObject(state) && state["name"] === compensatedBy);
  const undoState = listed[index];
  if (!isJsonObject(undoState))
    throw new Refusal([...at, "compensatedBy"], `No state is called "${compensatedBy}".`, "Correct the name, or add the state.");

  return (called) => undoOf({ workflow, undoState, undoAt: ["states", index], state: name }, called);
}

function addParallelActions(read: ReadState, entry: string): void {
  const { json, at } = read;
  const actions = fieldAt(json, "actions");
  const branches = (actions !== undefined && isJsonArray(actions) ? actions : []).map((action, index) => ({
    name: isJsonObject(action) ? (textIn(action, "name") ?? `action ${index + 1}`) : `action ${index + 1}`,
    actions: [action],
    at: [...at, "actions"],
    from: index,
  }));
  if (branches.length < 2) addOperation(read, entry);
  else addParallel(read, entry, branches);
}

function addInject({ scoped, json, at, to }: ReadState, entry: string): void {
  const { workflow } = scoped;
  const data = fieldAt(json, "data");
  const members = isJsonObject(data) ? Object.entries(data) : [];
  const named = members.map(([member]) => ({
    member,
    name: valueNameFor(workflow.session, `${scoped.scopeId}/${entry}/${member}`, member),
  }));
  const valuesAt = (environment: Parameters<typeof merged>[0]): readonly (readonly [string, Term])[] =>
    members.map(([member, value]) => [member, valueAt(value, below(placeIn(workflow, [...at, "data"], { environment }), member))]);
  if (members.length === 0) {
    leadFrom({ scoped, json, at, to, name: entry, catchers: [], actionTimeout: undefined }, entry, to);
    return;
  }
  scoped.nodes.set(
    entry,
    straightNode({
      id: entry,
      at,
      to,
      behind: (environment) => {
        const shapes = new Map(valuesAt(environment));
        return merged(environment, objectOf(named.map(({ member, name }) => [member, tight(`vars.${name}`, shapes.get(member) ?? null)])));
      },
      state: (environment) => {
        const terms = new Map(valuesAt(environment));
        return {
          type: "set",
          values: Object.fromEntries(named.map(({ member, name }) => [name, templateOf(terms.get(member) ?? objectOf([]))])),
        };
      },
    }),
  );
}

function addSleep(read: ReadState, entry: string): void {
  const { json, at, name, scoped } = read;
  const duration = durationText(fieldAt(json, "duration") ?? fieldAt(json, "timeDelay"));
  if (duration === undefined)
    tellAt({ session: scoped.workflow.session, at: [...at, "duration"] }, "dropped", [
      `"${name}" sleeps for a time that is not known before it runs; it does not sleep.`,
      "Give it for: or until:.",
    ]);
  addWait(read, { id: entry, duration: duration ?? "0s" });
}
