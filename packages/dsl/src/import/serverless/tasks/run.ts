import { isJsonObject, type JsonObject } from "@skald/shared";
import { documentOf, type Environment } from "../../flow/flow.ts";
import { straightNode } from "../../flow/nodes.ts";
import { templateOf } from "../../term/render-term.ts";
import { tight } from "../../term/term.ts";
import { childReference } from "../child-reference.ts";
import { fieldAt, objectIn, textIn } from "../fields.ts";
import { tellAt, valueAt } from "../place.ts";
import { tellUnread } from "../unread.ts";
import { behindTask, inputOf, placeOf, stateNameOf, type Task, type TaskScope, timeoutOf } from "./flow-source.ts";

const PROCESSES = ["container", "script", "shell"];

/** A run: of a workflow, a child saga; of a process, a call that somebody must answer. */
export function addRun(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const { session } = scope.source;
  const run = objectIn(json, "run");
  const workflow = fieldAt(run, "workflow");
  const name = stateNameOf(scope, id);
  tellUnread({ session, at: [...at, "run"] }, { json: run, of: `"${id}"` }, [...PROCESSES, "workflow", "await"]);
  if (fieldAt(run, "await") === false)
    tellAt({ session, at: [...at, "run", "await"] }, "changed", [
      `"${id}" does not wait for what it runs; here it does.`,
      "Start it by an event.",
    ]);
  const state = isJsonObject(workflow) ? childState(scope, task, workflow) : processState(scope, task, run);
  const behind = (entry: Environment): Environment =>
    behindTask(scope, task, { entry: inputOf(scope, task, entry), output: tight(`steps.${name}.output`) });

  scope.nodes.set(id, straightNode({ id, at, to, catchers: scope.catchers, behind, state }));
}

type StateOf = (entry: Environment) => JsonObject;

function childState(scope: TaskScope, task: Task, workflow: JsonObject): StateOf {
  const { at, id, json } = task;
  const { session } = scope.source;
  const place = { session, at: [...at, "run", "workflow"] };
  tellUnread(place, { json: workflow, of: `"${id}"` }, ["namespace", "name", "version", "input"]);
  const saga = childReference(place, {
    namespace: textIn(workflow, "namespace"),
    name: textIn(workflow, "name"),
    version: textIn(workflow, "version"),
  });
  tellAt(place, "kept", [
    `"${id}" runs the saga "${saga}" as its child; its undo belongs to this saga's undo.`,
    "Import that workflow too.",
  ]);
  if (fieldAt(json, "timeout") !== undefined)
    tellAt({ session, at: [...at, "timeout"] }, "dropped", [
      `The time-out of "${id}" has no counterpart: a child saga has its own.`,
      "Give that saga a timeout.",
    ]);
  const input = fieldAt(workflow, "input");

  return (entry) => {
    const inside = inputOf(scope, task, entry);
    const term = input === undefined ? documentOf(inside) : valueAt(input, placeOf(scope, [...place.at, "input"], { entry: inside }));
    return { type: "saga", saga, input: templateOf(term, session.merging(at, `"${id}"`)) };
  };
}

function processState(scope: TaskScope, task: Task, run: JsonObject): StateOf {
  const { at, id } = task;
  const { session } = scope.source;
  const kind = PROCESSES.find((field) => fieldAt(run, field) !== undefined) ?? "process";
  tellAt({ session, at: [...at, "run"] }, "changed", [
    `"${id}" runs a ${kind}; an engine of sagas runs no processes. A worker on the queue "${kind}" is asked instead.`,
    "Write the worker, or a service that does it.",
  ]);
  const given = objectIn(run, kind);
  const timeout = timeoutOf(scope, task);

  return (entry) => {
    const term = valueAt(given, placeOf(scope, [...at, "run", kind], { entry: inputOf(scope, task, entry) }));
    return {
      type: "task",
      call: { worker: { queue: kind } },
      with: templateOf(term, session.merging(at, `"${id}"`)),
      kind: "retriable",
      retry: scope.retry ?? { attempts: 1 },
      ...timeout,
    };
  };
}
