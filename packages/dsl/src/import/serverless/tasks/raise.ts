import { isJsonObject, type JsonObject } from "@skald/shared";
import type { Environment } from "../../flow/flow.ts";
import { failingNode, passingNode } from "../../flow/nodes.ts";
import { templateOf } from "../../term/render-term.ts";
import type { Term } from "../../term/term.ts";
import { fieldAt, textIn, valueAt } from "../place.ts";
import { errorTypeOf } from "./errors.ts";
import { inputOf, placeOf, type Task, type TaskScope, usedOf } from "./flow-source.ts";

/** A raise: a `fail`, or the way to the catch that takes the error. */
export function addRaise(scope: TaskScope, task: Task): void {
  const { id, at } = task;
  const error = errorIn(scope, task);
  const type = textIn(error, "type") ?? "Failed";
  const caught = scope.catchers.find((catcher) => catcher.takes(type));
  if (caught === undefined) {
    scope.nodes.set(id, failingNode({ id, at, error: (entry) => failure(scope, task, { error, entry }) }));
    return;
  }
  const behind = (entry: Environment): Environment => caught.behindRaised(entry, errorTerm(scope, task, { error, entry }));
  scope.nodes.set(id, passingNode({ id, at, to: caught.to, behind }));
}

function errorIn(scope: TaskScope, { json }: Task): JsonObject {
  const raised = fieldAt(json, "raise");
  const error = isJsonObject(raised) ? fieldAt(raised, "error") : undefined;
  if (typeof error === "string") return usedOf(scope, "errors", error) ?? { type: error };

  return isJsonObject(error) ? error : {};
}

interface Raising {
  readonly error: JsonObject;
  readonly entry: Environment;
}

function errorTerm(scope: TaskScope, task: Task, { error, entry }: Raising): Term {
  return valueAt(error, placeOf(scope, [...task.at, "raise", "error"], { entry: inputOf(scope, task, entry) }));
}

function failure(scope: TaskScope, task: Task, raising: Raising): JsonObject {
  const { error } = raising;
  const status = Number(fieldAt(error, "status"));
  const term = errorTerm(scope, task, raising);
  const detail = term.kind === "object" ? (term.members.get("detail") ?? term.members.get("title")) : undefined;
  const text = detail === undefined ? undefined : templateOf(detail);

  return {
    type: errorTypeOf(textIn(error, "type") ?? "Failed"),
    ...(Number.isInteger(status) && status >= 100 && status <= 599 ? { status } : {}),
    ...(typeof text === "string" && text !== "" ? { detail: text } : {}),
  };
}
