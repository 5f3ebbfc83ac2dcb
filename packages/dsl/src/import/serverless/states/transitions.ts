import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { documentOf, END, type Environment } from "../../flow/flow.ts";
import { straightNode } from "../../flow/nodes.ts";
import { validDocumentName } from "../../names.ts";
import { Refusal } from "../../session.ts";
import { templateOf } from "../../term/render-term.ts";
import { fieldAt, tellAt, textIn, valueAt } from "../place.ts";
import { eventToSend } from "./events.ts";
import { placeIn, type Scoped, stateNameOf } from "./workflow.ts";

/** Where a definition of a transition stands. */
export interface Leaving {
  /** The object with `transition` or `end`. */
  readonly json: JsonObject;
  readonly at: Path;
  /** The state it leaves. */
  readonly from: string;
  /** Tells the ways out of one state apart. */
  readonly way: string;
}

/** Where a transition leads, over what it does on the way: events it sends, the undo it asks for, a workflow it goes on as. */
export function targetOf(scoped: Scoped, leaving: Leaving): string | typeof END {
  const { json, at, from } = leaving;
  const transition = fieldAt(json, "transition");
  if (transition !== undefined) {
    const details = isJsonObject(transition) ? transition : {};
    const next = typeof transition === "string" ? transition : textIn(details, "nextState");
    return overSideWork(
      scoped,
      { ...leaving, json: details, at: [...at, "transition"] },
      requireState(scoped, next, [...at, "transition"]),
    );
  }
  const end = fieldAt(json, "end");
  if (isJsonObject(end)) return overSideWork(scoped, { ...leaving, json: end, at: [...at, "end"] }, END);
  if (end === true) return END;

  throw new Refusal(at, `The state "${from}" has neither "transition" nor "end".`, "Say where it leads.");
}

function requireState({ workflow }: Scoped, name: string | undefined, at: Path): string {
  const states = fieldAt(workflow.json, "states");
  const isThere = states !== undefined && isJsonArray(states) && states.some((state) => isJsonObject(state) && state["name"] === name);
  if (name !== undefined && isThere) return name;

  throw new Refusal(at, `No state is called ${JSON.stringify(name ?? null)}.`, "Correct the name, or add the state.");
}

// Last first: each piece of side work leads to the one that was put in before it.
function overSideWork(scoped: Scoped, leaving: Leaving, target: string | typeof END): string | typeof END {
  const { json } = leaving;
  let to = target;
  if (isJsonObject(fieldAt(json, "continueAs")) || typeof fieldAt(json, "continueAs") === "string") to = addChild(scoped, leaving, to);
  const produced = fieldAt(json, "produceEvents");
  for (const [index, event] of (produced !== undefined && isJsonArray(produced) ? [...produced.entries()] : []).toReversed())
    to = addEvent(scoped, { leaving, event, index }, to);
  if (fieldAt(json, "compensate") === true) to = addUndo(scoped, leaving, to);

  return to;
}

function addUndo(scoped: Scoped, { from, way, at }: Leaving, to: string | typeof END): string {
  const id = `undo ${from}${way}`;
  scoped.nodes.set(id, straightNode({ id, at, to, behind: same, state: () => ({ type: "compensate" }) }));

  return id;
}

function same(entry: Environment): Environment {
  return entry;
}

interface Produced {
  readonly leaving: Leaving;
  readonly event: Json;
  readonly index: number;
}

function addEvent(scoped: Scoped, { leaving, event, index }: Produced, to: string | typeof END): string {
  const { from, way, at } = leaving;
  const id = `send from ${from}${way}${index === 0 ? "" : ` ${index + 1}`}`;
  const place = [...at, "produceEvents", index];
  const json = isJsonObject(event) ? event : {};
  const state = (entry: Environment): JsonObject => {
    const data = fieldAt(json, "data");
    const term =
      data === undefined ? documentOf(entry) : valueAt(data, placeIn(scoped.workflow, [...place, "data"], { environment: entry }));
    return {
      type: "emit",
      event: {
        ...eventToSend(scoped.workflow, textIn(json, "eventRef"), place),
        data: templateOf(term, scoped.workflow.session.merging(place, `The event of "${from}"`)),
      },
    };
  };
  scoped.nodes.set(id, straightNode({ id, at: place, to, behind: same, state }));

  return id;
}

function addChild(scoped: Scoped, { from, way, at, json }: Leaving, to: string | typeof END): string {
  const id = `continue ${from}${way}`;
  const next = fieldAt(json, "continueAs");
  const name = validDocumentName((typeof next === "string" ? next : textIn(isJsonObject(next) ? next : {}, "workflowId")) ?? "next");
  tellAt({ session: scoped.workflow.session, at: [...at, "continueAs"] }, "changed", [
    `The workflow goes on as "${name}"; here that is a child saga, and this one waits for it.`,
    "Start the other saga by an event if this one should end.",
  ]);
  const state = (entry: Environment): JsonObject => ({
    type: "saga",
    saga: name,
    input: templateOf(documentOf(entry), scoped.workflow.session.merging(at, `"${name}"`)),
  });
  scoped.nodes.set(id, straightNode({ id, at, to, behind: same, state }));
  stateNameOf(scoped, id);

  return id;
}
