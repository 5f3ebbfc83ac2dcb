import type { Json, JsonObject } from "@skald/shared";
import { documentOf, type Environment } from "../../flow/flow.ts";
import { straightNode } from "../../flow/nodes.ts";
import { templateOf } from "../../term/render-term.ts";
import { fieldAt, objectIn, textIn } from "../fields.ts";
import { tellAt, valueAt } from "../place.ts";
import { tellDropped, tellUnread } from "../unread.ts";
import { behindTask, inputOf, placeOf, type Task, type TaskScope } from "./flow-source.ts";

/** An emit: an event through the outbox. */
export function addEmit(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const { session } = scope.source;
  tellUnread({ session, at: [...at, "emit"] }, { json: objectIn(json, "emit"), of: `"${id}"` }, ["event"]);
  tellUnread({ session, at: [...at, "emit", "event"] }, { json: objectIn(json, "emit", "event"), of: `"${id}"` }, ["with"]);
  const place = [...at, "emit", "event", "with"];
  const given = objectIn(json, ...["emit", "event", "with"]);
  tellUnread({ session, at: place }, { json: given, of: `the event of "${id}"` }, ["type", "source", "subject", "data"]);
  const type = typeOf(scope, task, given);
  const behind = (entry: Environment): Environment => {
    const input = inputOf(scope, task, entry);
    return behindTask(scope, task, { entry: input, output: documentOf(input) });
  };
  const state = (entry: Environment): JsonObject => ({
    type: "emit",
    event: { type, ...sentFields(scope, task, { given, entry: inputOf(scope, task, entry) }) },
  });
  scope.nodes.set(id, straightNode({ id, at, to, behind, state }));
}

function typeOf({ source: { session } }: TaskScope, { id, at }: Task, given: JsonObject): string {
  const type = textIn(given, "type") ?? "${}";
  if (!type.includes("${")) return type;
  tellAt({ session, at: [...at, "emit", "event", "with", "type"] }, "changed", [
    `The type of the event of "${id}" is computed or missing; a type here is a plain text.`,
    "Write the type that is meant.",
  ]);

  return "event";
}

interface Sending {
  readonly given: JsonObject;
  readonly entry: Environment;
}

function sentFields(scope: TaskScope, { id, at }: Task, { given, entry }: Sending): JsonObject {
  const { session } = scope.source;
  const place = [...at, "emit", "event", "with"];
  const sent: Record<string, Json> = {};
  for (const field of ["source", "subject", "data"]) {
    const value = fieldAt(given, field);
    if (value === undefined) continue;
    const rendered = templateOf(valueAt(value, placeOf(scope, [...place, field], { entry })), session.merging(at, `"${id}"`));
    const isText = typeof rendered === "string" && rendered !== "";
    if (field === "data" || isText) sent[field] = rendered;
    else tellDropped({ session, at: place }, field, `the event of "${id}"`);
  }
  return sent;
}
