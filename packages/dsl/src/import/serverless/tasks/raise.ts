import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Environment } from "../../flow/flow.ts";
import { failingNode, passingNode } from "../../flow/nodes.ts";
import { templateOf } from "../../term/render-term.ts";
import { fieldAt, objectIn, textIn } from "../fields.ts";
import { numberAt } from "../number-at.ts";
import { isExpression, type Place, tellAt, valueAt } from "../place.ts";
import { tellDropped, tellUnread } from "../unread.ts";
import { errorTypeOf } from "./errors.ts";
import { inputOf, placeOf, type Task, type TaskScope, usedOf } from "./flow-source.ts";

/** A raise: a `fail`, or the way to the catch that takes the error. */
export function addRaise(scope: TaskScope, task: Task): void {
  const { id, at } = task;
  const { session } = scope.source;
  const raised = fieldAt(task.json, "raise", "error");
  const error = errorIn(scope, raised);
  const place = { session, at: typeof raised === "string" ? ["use", "errors", raised] : [...at, "raise", "error"] };
  tellUnread({ session, at: [...at, "raise"] }, { json: objectIn(task.json, "raise"), of: `"${id}"` }, ["error"]);
  const type = typeOf(place, id, error);
  const caught = scope.catchers.find((catcher) => catcher.takes(type));
  const errorPlace = (entry: Environment): Place => placeOf(scope, place.at, { entry: inputOf(scope, task, entry) });
  if (caught === undefined) {
    const fail = failureOf(place, { id, error, type });
    scope.nodes.set(id, failingNode({ id, at, error: (entry) => fail(errorPlace(entry)) }));
    return;
  }
  if (caught.isNarrow)
    tellAt(place, "changed", [
      `"${id}" raises an error that a catch takes on a condition; here it is always taken.`,
      "Lead there by a switch.",
    ]);
  const behind = (entry: Environment): Environment => caught.behindRaised(entry, valueAt(error, errorPlace(entry)));
  scope.nodes.set(id, passingNode({ id, at, to: caught.to, behind }));
}

function errorIn(scope: TaskScope, raised: Json | undefined): JsonObject {
  const error = typeof raised === "string" ? (usedOf(scope, "errors", raised) ?? { type: raised }) : raised;

  return isJsonObject(error) ? error : {};
}

type Spot = Pick<Place, "session" | "at">;

function typeOf(place: Spot, id: string, error: JsonObject): string {
  const type = textIn(error, "type") ?? "Failed";
  if (!isExpression(type)) return type;
  tellAt(place, "changed", [`The type of the error of "${id}" is computed; here it is "Failed".`, "Write the type that is meant."]);

  return "Failed";
}

interface Raised {
  readonly id: string;
  readonly error: JsonObject;
  readonly type: string;
}

function failureOf(spot: Spot, { id, error, type }: Raised): (place: Place) => JsonObject {
  const of = `the error of "${id}"`;
  const field = fieldAt(error, "detail") === undefined ? "title" : "detail";
  tellUnread(spot, { json: error, of }, ["type", "status", field]);
  const status = numberAt(spot, { json: error, field: "status", of }, undefined);
  const isStatus = status !== undefined && Number.isInteger(status) && status >= 100 && status <= 599;
  if (status !== undefined && !isStatus) tellDropped(spot, "status", of);

  return (place) => {
    const text = templateOf(valueAt(fieldAt(error, field) ?? "", place));
    if (typeof text !== "string") tellDropped(spot, field, of);
    const detail = typeof text === "string" && text !== "" ? { detail: text } : {};
    return { type: errorTypeOf(type), ...(isStatus ? { status } : {}), ...detail };
  };
}
