import type { Json } from "@skald/shared";
import { documentOf, withDocument } from "../../../flow/flow.ts";
import { type Awaited, listenNode, type Option, passingNode } from "../../../flow/nodes.ts";
import { objectOf, tight } from "../../../term/term.ts";
import { listIn } from "../../fields.ts";
import { tellAt } from "../../place.ts";
import { type Listed, objectsAt, tellUnread } from "../../unread.ts";
import { actionsIn } from "../actions/action.ts";
import { addActions } from "../actions/add-actions.ts";
import { leadFrom, type ReadState, timeoutOf, unchanged } from "../read-state.ts";
import { isLedTo } from "../transitions.ts";
import { stateNameOf, type Target } from "../workflow.ts";
import { awaitedEvent, eventToSend, withEventData } from "./event-definitions.ts";

/** An event state: a `listen`; at the start of the workflow, what triggers the saga. */
export function addEventState(read: ReadState): void {
  const { scoped, json, at, name } = read;
  const { session, start } = scoped.workflow;
  const groups = objectsAt({ session, at }, json, "onEvents");
  for (const group of groups) tellGroup(read, group);
  const [first, ...others] = groups.filter((group) => namesIn(group).length > 0);
  if (start === name && first !== undefined && others.length === 0) return addTrigger(read, first);
  if (start === name && first !== undefined)
    tellAt({ session, at }, "changed", [
      `"${name}" begins the workflow by one of several events; here a saga that was started waits for them.`,
      "Write a saga for each of the events, with its trigger.",
    ]);
  addListen(read, groups);
}

function tellGroup({ scoped: { workflow }, name }: ReadState, { json, at }: Listed): void {
  const { session } = workflow;
  tellUnread({ session, at }, { json, of: `"${name}"` }, ["eventRefs", "actions", "actionMode", "eventDataFilter"]);
  if (json["actionMode"] === "parallel")
    tellAt({ session, at: [...at, "actionMode"] }, "changed", [
      `"${name}" runs its actions at once; here they run one after another.`,
      "Write a parallel block.",
    ]);
}

function addTrigger(read: ReadState, group: Listed): void {
  const { scoped, json, at, name } = read;
  const { workflow } = scoped;
  const { session } = workflow;
  const references = namesIn(group);
  if (references.length > 1 && json["exclusive"] === false)
    tellAt({ session, at: group.at }, "changed", [
      `"${name}" waits for all of its events before it begins; here any of them starts a saga.`,
      "Start the saga by one event, and listen for the others.",
    ]);
  const triggers = references.map(
    (reference): Json => ({
      event: { ...eventToSend(workflow, reference, group.at), input: "${ event.data }" },
    }),
  );
  workflow.triggers.push(...new Map(triggers.map((trigger) => [JSON.stringify(trigger), trigger])).values());
  tellAt({ session, at }, "kept", [
    `"${name}" begins the workflow by an event: that is a trigger of the saga, whose input is the data of the event.`,
    "Narrow it with where if not every event is meant.",
  ]);
  if (isLedTo(workflow, name))
    tellAt({ session, at }, "changed", [
      `The workflow comes back to "${name}" and waits for another event; the saga does not wait there.`,
      "Put a listen before it.",
    ]);
  const to = addGroupActions(read, group, 0);
  scoped.nodes.set(
    name,
    passingNode({
      id: name,
      at,
      to,
      behind: (entry) => withEventData(workflow, group, { entry: withDocument(entry, objectOf([])), data: documentOf(entry) }),
    }),
  );
}

function namesIn({ json }: Listed): readonly string[] {
  return listIn(json, "eventRefs").filter((name) => typeof name === "string");
}

function addGroupActions(read: ReadState, { json, at }: Listed, index: number): Target {
  const { scoped, name, to, catchers } = read;
  const state = index === 0 ? `act on ${name}` : `act on ${name} ${index + 1}`;
  const timeout = timeoutOf(read, "actionExecTimeout");
  const actions = objectsAt({ session: scoped.workflow.session, at }, json, "actions");

  return addActions(
    scoped,
    actionsIn(actions, state).map((action) => ({ ...action, state, catchers, timeout })),
    to,
  );
}

function addListen(read: ReadState, groups: readonly Listed[]): void {
  const { scoped, json, at, name, to } = read;
  const { workflow } = scoped;
  const { session } = workflow;
  if (json["exclusive"] === false && groups.flatMap(namesIn).length > 1)
    tellAt({ session, at }, "changed", [
      `"${name}" waits for all of its events; here the first of them goes on.`,
      "Write a parallel block with a listen in each branch.",
    ]);
  const data = tight(`steps.${stateNameOf(scoped, name)}.output.data`);
  const cases = groups.flatMap((group, index): readonly Awaited[] => {
    const next = addGroupActions(read, group, index);
    return namesIn(group).map((reference) => ({
      event: awaitedEvent(workflow, reference, group.at),
      to: next,
      behind: (entry) => withEventData(workflow, group, { entry, data }),
    }));
  });
  if (cases.length === 0) {
    tellAt({ session, at }, "dropped", [`"${name}" names no events; it does not wait.`, "Name the events it waits for."]);
    return leadFrom(read, to);
  }
  const timeout = timeoutOf(read, "eventTimeout");
  const onTimeout: Option | undefined = timeout === undefined ? undefined : { to, behind: unchanged };
  scoped.nodes.set(name, listenNode({ id: name, at, cases, timeout, onTimeout }));
}
