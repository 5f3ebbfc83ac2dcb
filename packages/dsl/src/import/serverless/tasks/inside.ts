import { documentOf } from "../../flow/flow.ts";
import { passingNode } from "../../flow/nodes.ts";
import { fieldAt } from "../fields.ts";
import { behindTask, freeId, inputOf, type Target, type Task, type TaskScope } from "./flow-source.ts";

/** Where the inside of a task leads: past a node that shapes its output, if it does. */
export function behindInside(scope: TaskScope, task: Task): Target {
  if (fieldAt(task.json, "output", "as") === undefined && fieldAt(task.json, "export", "as") === undefined) return task.to;
  const id = freeId(scope, `output of ${task.id}`);
  scope.nodes.set(
    id,
    passingNode({ id, at: task.at, to: task.to, behind: (entry) => behindTask(scope, task, { entry, output: documentOf(entry) }) }),
  );

  return id;
}

/** The node a task is entered by, when its inside begins elsewhere. */
export function enterInside(scope: TaskScope, task: Task, first: Target): void {
  scope.nodes.set(task.id, passingNode({ id: task.id, at: task.at, to: first, behind: (entry) => inputOf(scope, task, entry) }));
}
