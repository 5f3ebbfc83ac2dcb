import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { type Awaited, listenNode } from "../../flow/nodes.ts";
import { tight } from "../../term/term.ts";
import { durationText } from "../durations.ts";
import { fieldAt, tellAt, textIn } from "../place.ts";
import { actionsIn, addActions } from "./actions.ts";
import { awaitedEvent, eventToSend } from "./events.ts";
import { leadFrom, type ReadState } from "./read-state.ts";
import { withEventData } from "./switches.ts";
import { stateNameOf } from "./workflow.ts";

/** An event state: a `listen`; at the start of the workflow, what triggers the saga. */
export function addEventState(read: ReadState, entry: string): void {
  const listed = fieldAt(read.json, "onEvents");
  const groups = (listed !== undefined && isJsonArray(listed) ? listed : []).flatMap((group, index) =>
    isJsonObject(group) ? [{ group, index }] : [],
  );
  const [only] = groups;
  if (isStart(read) && groups.length === 1 && only !== undefined) addTrigger(read, entry, only);
  else addListen(read, entry, groups);
}

interface Group {
  readonly group: JsonObject;
  readonly index: number;
}

function isStart({ scoped: { workflow }, name }: ReadState): boolean {
  const start = fieldAt(workflow.json, "start");
  const states = fieldAt(workflow.json, "states");
  const first = states !== undefined && isJsonArray(states) ? states[0] : undefined;
  const named = typeof start === "string" ? start : textIn(isJsonObject(start) ? start : {}, "stateName");

  return (named ?? (isJsonObject(first) ? first["name"] : undefined)) === name;
}

function addTrigger(read: ReadState, entry: string, { group, index }: Group): void {
  const { scoped, at, name } = read;
  const { workflow } = scoped;
  const place = [...at, "onEvents", index];
  const references = namesIn(group);
  if (references.length > 1 && read.json["exclusive"] === false)
    tellAt({ session: workflow.session, at: place }, "changed", [
      `"${name}" waits for all of its events before it begins; here any of them starts a saga.`,
      "Start the saga by one event, and listen for the others.",
    ]);
  for (const reference of references) {
    const trigger: Json = { event: { ...eventToSend(workflow, reference, place), input: "${ event.data }" } };
    if (!workflow.triggers.some((known) => JSON.stringify(known) === JSON.stringify(trigger))) workflow.triggers.push(trigger);
  }
  tellAt({ session: workflow.session, at }, "kept", [
    `"${name}" begins the workflow by an event: that is a trigger of the saga, whose input is the data of the event.`,
    "Narrow it with where if not every event is meant.",
  ]);
  leadFrom(read, entry, addGroupActions(read, { group, index }));
}

function namesIn(group: JsonObject): readonly string[] {
  const listed = fieldAt(group, "eventRefs");

  return listed !== undefined && isJsonArray(listed) ? listed.filter((name) => typeof name === "string") : [];
}

function addGroupActions(read: ReadState, { group, index }: Group): ReadState["to"] {
  const { scoped, at, name, to, catchers, actionTimeout } = read;
  const label = index === 0 ? `act on ${name}` : `act on ${name} ${index + 1}`;
  const actions = actionsIn(fieldAt(group, "actions"), [...at, "onEvents", index, "actions"], label).map((action) => ({
    ...action,
    state: label,
    catchers,
    timeout: actionTimeout,
  }));

  return addActions(scoped, actions, to);
}

function addListen(read: ReadState, entry: string, groups: readonly Group[]): void {
  const { scoped, json, at, name } = read;
  const { session } = scoped.workflow;
  if (json["exclusive"] === false && groups.flatMap(({ group }) => namesIn(group)).length > 1)
    tellAt({ session, at }, "changed", [
      `"${name}" waits for all of its events; here the first of them goes on.`,
      "Write a parallel block with a listen in each branch.",
    ]);
  const state = stateNameOf(scoped, entry);
  const data = tight(`steps.${state}.output.data`);
  const cases = groups.flatMap((each): readonly Awaited[] => {
    const to = addGroupActions(read, each);
    const place = [...at, "onEvents", each.index];
    return namesIn(each.group).map((reference) => ({
      event: awaitedEvent(scoped.workflow, reference, place),
      to,
      behind: (environment) => withEventData(scoped.workflow, { json: each.group, at: place }, { entry: environment, data }),
    }));
  });
  if (cases.length === 0) {
    tellAt({ session, at }, "dropped", [`"${name}" names no events; it does not wait.`, "Name the events it waits for."]);
    leadFrom(read, entry, read.to);
    return;
  }
  scoped.nodes.set(entry, listenNode({ id: entry, at, cases, timeout: timeoutOf(json) }));
}

function timeoutOf(json: JsonObject): string | undefined {
  const timeouts = fieldAt(json, "timeouts");

  return durationText(isJsonObject(timeouts) ? fieldAt(timeouts, "eventTimeout") : fieldAt(json, "eventTimeout"));
}

/** A callback state: a call, then a `listen` for what comes back. */
export function addCallback(read: ReadState, entry: string): void {
  const { scoped, json, at, name, to, catchers, actionTimeout } = read;
  const id = `await ${name}`;
  const state = stateNameOf(scoped, id);
  const data = tight(`steps.${state}.output.data`);
  const event = awaitedEvent(scoped.workflow, textIn(json, "eventRef"), [...at, "eventRef"]);
  scoped.nodes.set(
    id,
    listenNode({
      id,
      at,
      cases: [{ event, to, behind: (environment) => withEventData(scoped.workflow, { json, at }, { entry: environment, data }) }],
      timeout: timeoutOf(json),
    }),
  );
  const action = fieldAt(json, "action");
  const actions = actionsIn(action === undefined ? [] : [action], [...at, "action"], entry).map((each) => ({
    ...each,
    at: [...at, "action"],
    state: entry,
    catchers,
    timeout: actionTimeout,
  }));
  leadFrom(read, entry, addActions(scoped, actions, id));
}
