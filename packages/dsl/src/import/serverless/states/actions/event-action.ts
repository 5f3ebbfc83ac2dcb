import { isJsonObject, type JsonObject } from "@skald/shared";
import type { Environment } from "../../../flow/flow.ts";
import { listenNode, straightNode } from "../../../flow/nodes.ts";
import { templateOf } from "../../../term/render-term.ts";
import { tight } from "../../../term/term.ts";
import { durationAt } from "../../durations.ts";
import { fieldAt, textIn } from "../../fields.ts";
import { tellAt } from "../../place.ts";
import { tellUnread } from "../../unread.ts";
import { dataAt } from "../document.ts";
import { awaitedEvent, eventToSend } from "../events/event-definitions.ts";
import { unchanged } from "../read-state.ts";
import { type Scoped, stateNameOf, type Target } from "../workflow.ts";
import type { Action } from "./action.ts";
import { behindAction } from "./action-result.ts";
import { unusedId } from "./unused-id.ts";

const FIELDS = [
  ...["triggerEventRef", "produceEventRef", "resultEventRef", "consumeEventRef"],
  ...["resultEventTimeout", "consumeEventTimeout", "data", "invoke"],
];

/** An event that is sent, one that is awaited, or both. */
export function addEvents(scoped: Scoped, action: Action, to: Target): Target {
  const { json, at, id } = action;
  const reference = fieldAt(json, "eventRef");
  const event: JsonObject = isJsonObject(reference) ? reference : { produceEventRef: reference ?? null };
  const place = { session: scoped.workflow.session, at: [...at, "eventRef"] };
  tellUnread(place, { json: event, of: `"${id}"` }, FIELDS);
  const awaited = textIn(event, "resultEventRef") ?? textIn(event, "consumeEventRef");
  const sent = textIn(event, "triggerEventRef") ?? textIn(event, "produceEventRef");
  if (event["invoke"] === "async" && awaited !== undefined)
    tellAt(place, "changed", [`"${id}" does not wait for its event; here it does.`, "Listen for the event where it is needed."]);
  if (awaited === undefined && sent === undefined)
    tellAt(place, "dropped", [`"${id}" names no event; it does nothing.`, "Name the event it sends or awaits."]);
  const own = { ...action, id: sent === undefined ? id : unusedId(scoped, `await ${id}`) };
  const next = awaited === undefined ? to : addAwaited(scoped, own, { event, awaited, to });

  return sent === undefined ? next : addSent(scoped, action, { event, sent, to: next });
}

interface Awaiting {
  readonly event: JsonObject;
  readonly awaited: string;
  readonly to: Target;
}

function addAwaited(scoped: Scoped, action: Action, { event, awaited, to }: Awaiting): Target {
  const { workflow } = scoped;
  const { at, id } = action;
  const place = [...at, "eventRef"];
  const name = stateNameOf(scoped, id);
  const limit = fieldAt(event, "resultEventTimeout") ?? fieldAt(event, "consumeEventTimeout");
  const spot = { session: workflow.session, at: [...place, "resultEventTimeout"] };
  const behind = (entry: Environment): Environment => behindAction(workflow, action, { entry, result: tight(`steps.${name}.output.data`) });
  scoped.nodes.set(
    id,
    listenNode({
      id,
      at,
      cases: [{ event: awaitedEvent(workflow, awaited, place), to, behind }],
      timeout: durationAt(spot, limit, `The time-out of "${id}"`) ?? action.timeout,
    }),
  );

  return id;
}

interface Sending {
  readonly event: JsonObject;
  readonly sent: string;
  readonly to: Target;
}

function addSent(scoped: Scoped, { id, at }: Action, { event, sent, to }: Sending): Target {
  const { workflow } = scoped;
  const place = [...at, "eventRef"];
  const state = (entry: Environment): JsonObject => {
    const data = dataAt(workflow, { json: event, at: place }, entry);
    const rendered = templateOf(data, workflow.session.merging(at, `"${id}"`));
    return { type: "emit", event: { ...eventToSend(workflow, sent, place), data: rendered } };
  };
  scoped.nodes.set(id, straightNode({ id, at, to, behind: unchanged, state }));

  return id;
}
