import { isJsonObject, type JsonObject } from "@skald/shared";
import { documentOf, type Environment } from "../../flow/flow.ts";
import { straightNode } from "../../flow/nodes.ts";
import { validDocumentName } from "../../names.ts";
import { templateOf } from "../../term/render-term.ts";
import { tight } from "../../term/term.ts";
import { durationText } from "../durations.ts";
import { fieldAt, tellAt, textIn, valueAt } from "../place.ts";
import { behindTask, inputOf, placeOf, stateNameOf, type Task, type TaskScope, timeoutOf } from "./flow-source.ts";

/** A run: of a workflow, a child saga; of a process, a call that somebody must answer. */
export function addRun(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const run = fieldAt(json, "run");
  const running = isJsonObject(run) ? run : {};
  const workflow = fieldAt(running, "workflow");
  const name = stateNameOf(scope, id);
  if (fieldAt(running, "await") === false)
    tellAt({ session: scope.source.session, at: [...at, "run", "await"] }, "changed", [
      `"${id}" does not wait for what it runs; here it does.`,
      "Start it by an event.",
    ]);
  const state = isJsonObject(workflow) ? childState(scope, task, workflow) : processState(scope, task, running);
  const behind = (entry: Environment): Environment =>
    behindTask(scope, task, { entry: inputOf(scope, task, entry), output: tight(`steps.${name}.output`) });

  scope.nodes.set(id, straightNode({ id, at, to, catchers: scope.catchers, behind, state }));
}

type StateOf = (entry: Environment) => JsonObject;

const NAMESPACE = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

function childState(scope: TaskScope, task: Task, workflow: JsonObject): StateOf {
  const { at, id } = task;
  const namespace = textIn(workflow, "namespace");
  const meant = textIn(workflow, "name") ?? id;
  const saga = `${namespace !== undefined && NAMESPACE.test(namespace) ? `${namespace}/` : ""}${validDocumentName(meant)}`;
  const version = textIn(workflow, "version");
  tellAt({ session: scope.source.session, at: [...at, "run", "workflow"] }, "kept", [
    `"${id}" runs the saga "${saga}" as its child; its undo belongs to this saga's undo.`,
    "Import that workflow too.",
  ]);
  const input = fieldAt(workflow, "input");

  return (entry) => {
    const inside = inputOf(scope, task, entry);
    const term =
      input === undefined ? documentOf(inside) : valueAt(input, placeOf(scope, [...at, "run", "workflow", "input"], { entry: inside }));
    return {
      type: "saga",
      saga: version !== undefined && /^\d+\.\d+\.\d+$/.test(version) ? `${saga}@${version}` : saga,
      input: templateOf(term, scope.source.session.merging(at, `"${id}"`)),
    };
  };
}

function processState(scope: TaskScope, task: Task, running: JsonObject): StateOf {
  const { at, id } = task;
  const { session } = scope.source;
  const kind = ["container", "script", "shell"].find((field) => fieldAt(running, field) !== undefined) ?? "process";
  tellAt({ session, at: [...at, "run"] }, "changed", [
    `"${id}" runs a ${kind}; an engine of sagas runs no processes. A worker on the queue "${kind}" is asked instead.`,
    "Write the worker, or a service that does it.",
  ]);
  const given = fieldAt(running, kind);
  const timeout = durationText(timeoutOf(scope, task.json));

  return (entry) => {
    const term = valueAt(given ?? {}, placeOf(scope, [...at, "run", kind], { entry: inputOf(scope, task, entry) }));
    return {
      type: "task",
      call: { worker: { queue: kind } },
      with: templateOf(term, session.merging(at, `"${id}"`)),
      kind: "retriable",
      retry: scope.retry ?? { attempts: 1 },
      ...(timeout === undefined ? {} : { timeout }),
    };
  };
}
