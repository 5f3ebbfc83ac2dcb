import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { END, type Environment, withDocument } from "../../flow/flow.ts";
import { passingNode, straightNode } from "../../flow/nodes.ts";
import { Refusal } from "../../session.ts";
import { templateOf } from "../../term/render-term.ts";
import { childReference } from "../child-reference.ts";
import { fieldAt, listIn, objectIn, textIn } from "../fields.ts";
import { tellAt } from "../place.ts";
import { type Listed, objectsAt, tellUnread } from "../unread.ts";
import { dataAt } from "./document.ts";
import { eventToSend } from "./events/event-definitions.ts";
import { unchanged } from "./read-state.ts";
import type { Scoped, Target, Workflow } from "./workflow.ts";

/** Where a definition of a transition stands: the object with `transition` or `end`. */
export interface Leaving extends Listed {
  /** The state it leaves. */
  readonly from: string;
  /** Tells the ways out of one state apart. */
  readonly way: string;
}

/** Where a transition leads, over what it does on the way: events it sends, the undo it asks for, a workflow it goes on as. */
export function targetOf(scoped: Scoped, leaving: Leaving): Target {
  const { json, at, from } = leaving;
  const field = fieldAt(json, "transition") === undefined ? "end" : "transition";
  const place = [...at, field];
  const details = { ...leaving, json: objectIn(json, field), at: place };
  if (field === "transition") {
    const name = textIn(json, "transition") ?? textIn(json, "transition", "nextState");
    return overSideWork(scoped, details, requireState(scoped, name, place));
  }
  const end = fieldAt(json, "end");
  if (end !== true && !isJsonObject(end))
    throw new Refusal(at, `The state "${from}" has neither "transition" nor "end".`, "Say where it leads.");

  return overSideWork(scoped, details, END);
}

function requireState({ workflow }: Scoped, name: string | undefined, at: Leaving["at"]): string {
  const found = [...workflow.states].find(([each]) => each === name);
  if (found === undefined)
    throw new Refusal(at, `No state is called ${JSON.stringify(name ?? null)}.`, "Correct the name, or add the state.");
  if (found[1].json["usedForCompensation"] === true)
    throw new Refusal(at, `"${name}" is only used for compensation; no state may lead to it.`, "Lead to another state.");

  return found[0];
}

/** Whether a transition leads to a state. */
export function isLedTo({ json }: Workflow, name: string): boolean {
  return leadsTo(listIn(json, "states"), name);
}

function leadsTo(value: Json, name: string): boolean {
  if (value === null || typeof value !== "object") return false;
  if (textIn(value, "transition") === name || textIn(value, "nextState") === name) return true;

  return Object.values(value).some((member: Json) => leadsTo(member, name));
}

const FIELDS = ["nextState", "terminate", "compensate", "produceEvents", "continueAs"];

// Last first: each piece of side work leads to the one that was put in before it.
function overSideWork(scoped: Scoped, leaving: Leaving, target: Target): Target {
  const { json, at, from } = leaving;
  const { session } = scoped.workflow;
  tellUnread({ session, at }, { json, of: `"${from}"` }, FIELDS);
  const continued = fieldAt(json, "continueAs") === undefined ? target : addContinuation(scoped, leaving, target);
  const produced = [...objectsAt({ session, at }, json, "produceEvents").entries()].toReversed();
  const sent = produced.reduce<Target>((to, [index, event]) => addEvent(scoped, { leaving, event, index }, to), continued);

  return fieldAt(json, "compensate") === true ? addUndo(scoped, leaving, sent) : sent;
}

function addUndo(scoped: Scoped, { from, way, at }: Leaving, to: Target): string {
  const id = `undo ${from}${way}`;
  scoped.nodes.set(id, straightNode({ id, at, to, behind: unchanged, state: () => ({ type: "compensate" }) }));

  return id;
}

interface Produced {
  readonly leaving: Leaving;
  readonly event: Listed;
  readonly index: number;
}

function addEvent(scoped: Scoped, { leaving: { from, way }, event: { json, at }, index }: Produced, to: Target): string {
  const { workflow } = scoped;
  const id = `send from ${from}${way}${index === 0 ? "" : ` ${index + 1}`}`;
  tellUnread({ session: workflow.session, at }, { json, of: `the event of "${from}"` }, ["eventRef", "data"]);
  const state = (entry: Environment): JsonObject => ({
    type: "emit",
    event: {
      ...eventToSend(workflow, textIn(json, "eventRef") ?? "event", at),
      data: templateOf(dataAt(workflow, { json, at }, entry), workflow.session.merging(at, `The event of "${from}"`)),
    },
  });
  scoped.nodes.set(id, straightNode({ id, at, to, behind: unchanged, state }));

  return id;
}

// A workflow that goes on as itself begins again; another one is a child.
function addContinuation(scoped: Scoped, { from, way, at, json }: Leaving, to: Target): string {
  const { workflow } = scoped;
  const id = `continue ${from}${way}`;
  const spot = { session: workflow.session, at: [...at, "continueAs"] };
  const next = { json: objectIn(json, "continueAs"), at: spot.at };
  const name = textIn(json, "continueAs") ?? textIn(next.json, "workflowId");
  tellUnread(spot, { json: next.json, of: `"${from}"` }, ["workflowId", "version", "data"]);
  if (name !== undefined && name === textIn(workflow.json, "id")) {
    tellAt(spot, "changed", [
      `"${from}" goes on as a new run of the workflow itself; here the saga begins again at "${workflow.start}" and stays one saga.`,
      "Start another saga by an event if its undo should not reach back.",
    ]);
    const behind = (entry: Environment): Environment => withDocument(entry, dataAt(workflow, next, entry));
    scoped.nodes.set(id, passingNode({ id, at, to: workflow.start, behind }));
    return id;
  }
  const saga = childReference(spot, { name, version: textIn(next.json, "version") });
  tellAt(spot, "changed", [
    `The workflow goes on as "${saga}"; here that is a child saga, and this one waits for it.`,
    "Start the other saga by an event if this one should end.",
  ]);
  const state = (entry: Environment): JsonObject => ({
    type: "saga",
    saga,
    input: templateOf(dataAt(workflow, next, entry), workflow.session.merging(at, `"${saga}"`)),
  });
  scoped.nodes.set(id, straightNode({ id, at, to, behind: unchanged, state }));

  return id;
}
